namespace Hops.Kafka.Wire.Messages;

/// <summary>
/// AddPartitionsToTxn (API key 24), versions 0 to 5, flexible from 3: says to which partitions a transaction will write: one
/// transaction up to version 3, several from 4 on.
/// </summary>
public sealed class AddPartitionsToTxnRequest : IRequest<AddPartitionsToTxnResponse>
{
    /// <summary>Transactional id of the producer. Up to version 3.</summary>
    public string TransactionalId = "";

    /// <summary>Id of the producer. Up to version 3.</summary>
    public long ProducerId;

    /// <summary>Epoch of the producer. Up to version 3.</summary>
    public short ProducerEpoch;

    /// <summary>Partitions by topic. Up to version 3.</summary>
    public List<Topic> Topics = [];

    /// <summary>Transactions, with the partitions of each (KIP-890). From version 4.</summary>
    public List<Transaction> Transactions = [];

    /// <inheritdoc/>
    public static ApiKey Api => ApiKey.AddPartitionsToTxn;

    /// <inheritdoc/>
    public static short FlexibleFrom => 3;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        if (codec.Version <= 3)
        {
            codec.String(ref TransactionalId);
            codec.Int64(ref ProducerId);
            codec.Int16(ref ProducerEpoch);
            codec.Array(ref Topics);
        }

        if (codec.Version >= 4)
            codec.Array(ref Transactions);
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

    /// <summary>One element of <c>Transactions</c>.</summary>
    public sealed class Transaction : IWireStruct
    {
        /// <summary>Transactional id of the producer.</summary>
        public string TransactionalId = "";

        /// <summary>Id of the producer.</summary>
        public long ProducerId;

        /// <summary>Epoch of the producer.</summary>
        public short ProducerEpoch;

        /// <summary>True to ask whether the partitions are part of it, and to add none.</summary>
        public bool VerifyOnly;

        /// <summary>Partitions by topic.</summary>
        public List<Topic> Topics = [];

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.String(ref TransactionalId);
            codec.Int64(ref ProducerId);
            codec.Int16(ref ProducerEpoch);
            codec.Bool(ref VerifyOnly);
            codec.Array(ref Topics);
        }
    }
}

/// <summary>Answer to AddPartitionsToTxn.</summary>
public sealed class AddPartitionsToTxnResponse : IWireStruct
{
    /// <summary>How long the client should wait before its next request because of a quota, in milliseconds; 0 for not at all.</summary>
    public int ThrottleTimeMs;

    /// <summary>What went wrong, or <c>None</c>. From version 4.</summary>
    public KafkaError ErrorCode;

    /// <summary>Outcomes by transaction. From version 4.</summary>
    public List<Transaction> ResultsByTransaction = [];

    /// <summary>Outcomes by topic. Up to version 3.</summary>
    public List<Topic> ResultsByTopic = [];

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.Int32(ref ThrottleTimeMs);
        if (codec.Version >= 4)
        {
            codec.Error(ref ErrorCode);
            codec.Array(ref ResultsByTransaction);
        }

        if (codec.Version <= 3)
            codec.Array(ref ResultsByTopic);
    }

    /// <summary>One element of <c>ResultsByTransaction</c>.</summary>
    public sealed class Transaction : IWireStruct
    {
        /// <summary>Transactional id of the producer.</summary>
        public string TransactionalId = "";

        /// <summary>Outcomes by topic.</summary>
        public List<Topic> TopicResults = [];

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.String(ref TransactionalId);
            codec.Array(ref TopicResults);
        }
    }

    /// <summary>One element of <c>ResultsByTopic</c>.</summary>
    public sealed class Topic : IWireStruct
    {
        /// <summary>Name of the topic.</summary>
        public string Name = "";

        /// <summary>Outcomes by partition.</summary>
        public List<Partition> Partitions = [];

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.String(ref Name);
            codec.Array(ref Partitions);
        }

        /// <summary>One element of <c>Partitions</c>.</summary>
        public sealed class Partition : IWireStruct
        {
            /// <summary>Number of the partition, from 0.</summary>
            public int PartitionIndex;

            /// <summary>What went wrong, or <c>None</c>.</summary>
            public KafkaError ErrorCode;

            /// <inheritdoc/>
            public void Fields<TCodec>(ref TCodec codec)
                where TCodec : struct, IWireCodec
            {
                codec.Int32(ref PartitionIndex);
                codec.Error(ref ErrorCode);
            }
        }
    }
}
