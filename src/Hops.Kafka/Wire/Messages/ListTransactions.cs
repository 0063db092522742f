namespace Hops.Kafka.Wire.Messages;

/// <summary>ListTransactions (API key 66), versions 0 to 2, flexible: lists transactional ids (KIP-664).</summary>
public sealed class ListTransactionsRequest : IRequest<ListTransactionsResponse>
{
    /// <summary>States to list; empty for all.</summary>
    public string[] StateFilters = [];

    /// <summary>Ids of producers to list; empty for all.</summary>
    public long[] ProducerIdFilters = [];

    /// <summary>How long it has to be open at least, in milliseconds (KIP-994); below 0 for any time. From version 1.</summary>
    public long DurationFilter = -1;

    /// <summary>Regular expression in the syntax of RE2 for whole transactional ids (KIP-1152); null or empty for all. From version 2.</summary>
    public string? TransactionalIdPattern;

    /// <inheritdoc/>
    public static ApiKey Api => ApiKey.ListTransactions;

    /// <inheritdoc/>
    public static short FlexibleFrom => 0;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.StringArray(ref StateFilters);
        codec.Int64Array(ref ProducerIdFilters);
        if (codec.Version >= 1)
            codec.Int64(ref DurationFilter);
        if (codec.Version >= 2)
            codec.NullableString(ref TransactionalIdPattern);
    }
}

/// <summary>Answer to ListTransactions.</summary>
public sealed class ListTransactionsResponse : IWireStruct
{
    /// <summary>How long the client should wait before its next request because of a quota, in milliseconds; 0 for not at all.</summary>
    public int ThrottleTimeMs;

    /// <summary>What went wrong, or <c>None</c>.</summary>
    public KafkaError ErrorCode;

    /// <summary>States of the request that there are not.</summary>
    public string[] UnknownStateFilters = [];

    /// <summary>Transactions.</summary>
    public List<TransactionState> TransactionStates = [];

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.Int32(ref ThrottleTimeMs);
        codec.Error(ref ErrorCode);
        codec.StringArray(ref UnknownStateFilters);
        codec.Array(ref TransactionStates);
    }

    /// <summary>One element of <c>TransactionStates</c>.</summary>
    public sealed class TransactionState : IWireStruct
    {
        /// <summary>Transactional id of the producer.</summary>
        public string TransactionalId = "";

        /// <summary>Id of the producer.</summary>
        public long ProducerId;

        /// <summary>State: <c>Empty</c>, <c>Ongoing</c>, <c>PrepareCommit</c>, ...</summary>
        public string State = "";

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.String(ref TransactionalId);
            codec.Int64(ref ProducerId);
            codec.String(ref State);
        }
    }
}
