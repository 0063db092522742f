namespace Hops.Kafka.Wire.Messages;

/// <summary>TxnOffsetCommit (API key 28), versions 0 to 5, flexible from 3: commits offsets of a group as part of a transaction.</summary>
public sealed class TxnOffsetCommitRequest : IRequest<TxnOffsetCommitResponse>
{
    /// <summary>Transactional id of the producer.</summary>
    public string TransactionalId = "";

    /// <summary>Name of the group.</summary>
    public string GroupId = "";

    /// <summary>Id of the producer.</summary>
    public long ProducerId;

    /// <summary>Epoch of the producer.</summary>
    public short ProducerEpoch;

    /// <summary>Generation of the group; -1 from outside of the group. From version 3.</summary>
    public int GenerationId = -1;

    /// <summary>Id of the member; empty from outside of the group. From version 3.</summary>
    public string MemberId = "";

    /// <summary>Name of a static member (KIP-345); null for a dynamic one. From version 3.</summary>
    public string? GroupInstanceId;

    /// <summary>Offsets by topic.</summary>
    public List<Topic> Topics = [];

    /// <inheritdoc/>
    public static ApiKey Api => ApiKey.TxnOffsetCommit;

    /// <inheritdoc/>
    public static short FlexibleFrom => 3;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.String(ref TransactionalId);
        codec.String(ref GroupId);
        codec.Int64(ref ProducerId);
        codec.Int16(ref ProducerEpoch);
        if (codec.Version >= 3)
        {
            codec.Int32(ref GenerationId);
            codec.String(ref MemberId);
            codec.NullableString(ref GroupInstanceId);
        }

        codec.Array(ref Topics);
    }

    /// <summary>One element of <c>Topics</c>.</summary>
    public sealed class Topic : IWireStruct
    {
        /// <summary>Name of the topic.</summary>
        public string Name = "";

        /// <summary>Partitions of the topic.</summary>
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

            /// <summary>Offset of the next record to read.</summary>
            public long CommittedOffset;

            /// <summary>Epoch of the last record that was read; -1 if unknown. From version 2.</summary>
            public int CommittedLeaderEpoch = -1;

            /// <summary>What the committer writes beside it; null for nothing.</summary>
            public string? CommittedMetadata;

            /// <inheritdoc/>
            public void Fields<TCodec>(ref TCodec codec)
                where TCodec : struct, IWireCodec
            {
                codec.Int32(ref PartitionIndex);
                codec.Int64(ref CommittedOffset);
                if (codec.Version >= 2)
                    codec.Int32(ref CommittedLeaderEpoch);
                codec.NullableString(ref CommittedMetadata);
            }
        }
    }
}

/// <summary>Answer to TxnOffsetCommit.</summary>
public sealed class TxnOffsetCommitResponse : IWireStruct
{
    /// <summary>How long the client should wait before its next request because of a quota, in milliseconds; 0 for not at all.</summary>
    public int ThrottleTimeMs;

    /// <summary>Outcomes by topic.</summary>
    public List<Topic> Topics = [];

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.Int32(ref ThrottleTimeMs);
        codec.Array(ref Topics);
    }

    /// <summary>One element of <c>Topics</c>.</summary>
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
