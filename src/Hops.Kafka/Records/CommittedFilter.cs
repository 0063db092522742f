namespace Hops.Kafka.Records;

/// <summary>
/// Says of the batches of one partition which hold records for who reads what is committed: not those of the broker itself, and not those of
/// transactions that were aborted (KIP-98). To be asked of every batch, in the order of their offsets. For one caller at a time.
/// </summary>
/// <param name="aborted">
/// Producer and first offset of each transaction that was aborted and of which a record may come. Where a transaction ends is told by the
/// batches: by the next marker of its producer.
/// </param>
public sealed class CommittedFilter(IEnumerable<(long ProducerId, long FirstOffset)> aborted)
{
    private readonly Queue<(long ProducerId, long FirstOffset)> _ahead = new(aborted.OrderBy(transaction => transaction.FirstOffset));
    private readonly HashSet<long> _begun = [];

    /// <summary>True if the records of the next batch are data that stays.</summary>
    public bool Holds(in RecordBatchHeader header)
    {
        while (_ahead.TryPeek(out var next) && next.FirstOffset <= header.LastOffset)
            _begun.Add(_ahead.Dequeue().ProducerId);
        if (!header.IsControl)
            return !header.IsTransactional || !_begun.Contains(header.ProducerId);

        // Whatever it says of it: a producer has one transaction at a time.
        if (header.IsTransactional)
            _begun.Remove(header.ProducerId);
        return false;
    }
}
