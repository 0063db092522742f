namespace Hops.Kafka.Wire.Messages;

/// <summary>OffsetCommit (API key 8), versions 2 to 9, flexible from 8: commits offsets of a group.</summary>
public sealed class OffsetCommitRequest : IRequest<OffsetCommitResponse>
{
    public string GroupId = "";

    public int GenerationIdOrMemberEpoch = -1;

    public string MemberId = "";

    public string? GroupInstanceId;

    public long RetentionTimeMs = -1;

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
        public string Name = "";

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
            public int PartitionIndex;

            public long CommittedOffset;

            public int CommittedLeaderEpoch = -1;

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
    public int ThrottleTimeMs;

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
        public string Name = "";

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
            public int PartitionIndex;

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
