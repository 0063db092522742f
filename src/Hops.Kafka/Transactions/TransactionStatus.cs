namespace Hops.Kafka.Transactions;

/// <summary>Where a transactional id stands (KIP-98); the names are those of the protocol, the numbers those of the database.</summary>
internal enum TransactionStatus
{
    /// <summary>No transaction has been begun by this producer.</summary>
    Empty = 0,

    /// <summary>One is open.</summary>
    Ongoing = 1,

    /// <summary>It will be committed, whatever happens: its markers are being written.</summary>
    PrepareCommit = 2,

    /// <summary>It will be aborted, whatever happens: its markers are being written.</summary>
    PrepareAbort = 3,

    /// <summary>The last one was committed.</summary>
    CompleteCommit = 4,

    /// <summary>The last one was aborted.</summary>
    CompleteAbort = 5,
}
