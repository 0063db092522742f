namespace Hops.Kafka.Wire.Messages;

/// <summary>DescribeTransactions (API key 65), version 0, flexible: describes transactions by their transactional ids (KIP-664).</summary>
public sealed class DescribeTransactionsRequest : IRequest<DescribeTransactionsResponse>
{
    /// <summary>Transactional ids.</summary>
    public string[] TransactionalIds = [];

    /// <inheritdoc/>
    public static ApiKey Api => ApiKey.DescribeTransactions;

    /// <inheritdoc/>
    public static short FlexibleFrom => 0;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.StringArray(ref TransactionalIds);
    }
}

/// <summary>Answer to DescribeTransactions.</summary>
public sealed class DescribeTransactionsResponse : IWireStruct
{
    /// <summary>How long the client should wait before its next request because of a quota, in milliseconds; 0 for not at all.</summary>
    public int ThrottleTimeMs;

    /// <summary>Transactions.</summary>
    public List<TransactionState> TransactionStates = [];

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.Int32(ref ThrottleTimeMs);
        codec.Array(ref TransactionStates);
    }

    /// <summary>One element of <c>TransactionStates</c>.</summary>
    public sealed class TransactionState : IWireStruct
    {
        /// <summary>What went wrong, or <c>None</c>.</summary>
        public KafkaError ErrorCode;

        /// <summary>Transactional id of the producer.</summary>
        public string TransactionalId = "";

        /// <summary>State: <c>Empty</c>, <c>Ongoing</c>, <c>PrepareCommit</c>, ...</summary>
        public string State = "";

        /// <summary>How long a transaction may stay open, in milliseconds.</summary>
        public int TransactionTimeoutMs;

        /// <summary>When it began, in Unix milliseconds; -1 if none is open.</summary>
        public long TransactionStartTimeMs = -1;

        /// <summary>Id of the producer.</summary>
        public long ProducerId;

        /// <summary>Epoch of the producer.</summary>
        public short ProducerEpoch;

        /// <summary>Partitions that it writes to, by topic.</summary>
        public List<Topic> Topics = [];

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.Error(ref ErrorCode);
            codec.String(ref TransactionalId);
            codec.String(ref State);
            codec.Int32(ref TransactionTimeoutMs);
            codec.Int64(ref TransactionStartTimeMs);
            codec.Int64(ref ProducerId);
            codec.Int16(ref ProducerEpoch);
            codec.Array(ref Topics);
        }

        /// <summary>One element of <c>Topics</c>.</summary>
        public sealed class Topic : IWireStruct
        {
            /// <summary>Name of the topic.</summary>
            public string Name = "";

            /// <summary>Numbers of the partitions.</summary>
            public int[] Partitions = [];

            /// <inheritdoc/>
            public void Fields<TCodec>(ref TCodec codec)
                where TCodec : struct, IWireCodec
            {
                codec.String(ref Name);
                codec.Int32Array(ref Partitions);
            }
        }
    }
}
