namespace Hops.Kafka.Wire.Messages;

/// <summary>OffsetCommit (API key 8), versions 2 to 9, flexible from 8: commits offsets of a group.</summary>
public sealed class OffsetCommitRequest : IRequest<OffsetCommitResponse>
{
    /// <summary>Name of the group.</summary>
    public string GroupId = "";

    /// <summary>Generation of the group, or epoch of the member (KIP-848); -1 from outside of the group.</summary>
    public int GenerationIdOrMemberEpoch = -1;

    /// <summary>Id of the member; empty from outside of the group.</summary>
    public string MemberId = "";

    /// <summary>Name of a static member (KIP-345); null for a dynamic one. From version 7.</summary>
    public string? GroupInstanceId;

    /// <summary>How long to keep the offsets, in milliseconds; -1 for as long as the broker does. Up to version 4.</summary>
    public long RetentionTimeMs = -1;

    /// <summary>Offsets by topic.</summary>
    public List<Topic> Topics = [];

    /// <inheritdoc/>
    public static ApiKey Api => ApiKey.OffsetCommit;

    /// <inheritdoc/>
    public static short FlexibleFrom => 8;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.String(ref GroupId);
        codec.Int32(ref GenerationIdOrMemberEpoch);
        codec.String(ref MemberId);
        if (codec.Version >= 7)
            codec.NullableString(ref GroupInstanceId);
        if (codec.Version <= 4)
            codec.Int64(ref RetentionTimeMs);
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

            /// <summary>Epoch of the last record that was read; -1 if unknown. From version 6.</summary>
            public int CommittedLeaderEpoch = -1;

            /// <summary>What the committer writes beside it; null for nothing.</summary>
            public string? CommittedMetadata;

            /// <inheritdoc/>
            public void Fields<TCodec>(ref TCodec codec)
                where TCodec : struct, IWireCodec
            {
                codec.Int32(ref PartitionIndex);
                codec.Int64(ref CommittedOffset);
                if (codec.Version >= 6)
                    codec.Int32(ref CommittedLeaderEpoch);
                codec.NullableString(ref CommittedMetadata);
            }
        }
    }
}

/// <summary>Answer to OffsetCommit.</summary>
public sealed class OffsetCommitResponse : IWireStruct
{
    /// <summary>
    /// How long the client should wait before its next request because of a quota, in milliseconds; 0 for not at all. From version 3.
    /// </summary>
    public int ThrottleTimeMs;

    /// <summary>Outcomes by topic.</summary>
    public List<Topic> Topics = [];

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        if (codec.Version >= 3)
            codec.Int32(ref ThrottleTimeMs);
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
