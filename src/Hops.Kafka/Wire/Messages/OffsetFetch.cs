namespace Hops.Kafka.Wire.Messages;

/// <summary>
/// OffsetFetch (API key 9), versions 1 to 9, flexible from 6: reads committed offsets: of one group up to version 7, of several
/// from 8 on.
/// </summary>
public sealed class OffsetFetchRequest : IRequest<OffsetFetchResponse>
{
    public string GroupId = "";

    public List<Topic>? Topics;

    public List<Group> Groups = [];

    public bool RequireStable;

    /// <inheritdoc/>
    public static ApiKey Api => ApiKey.OffsetFetch;

    /// <inheritdoc/>
    public static short FlexibleFrom => 6;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        if (codec.Version <= 7)
        {
            codec.String(ref GroupId);
            codec.NullableArray(ref Topics);
        }

        if (codec.Version >= 8)
            codec.Array(ref Groups);
        if (codec.Version >= 7)
            codec.Bool(ref RequireStable);
    }

    /// <summary>One element of <c>Topics</c>.</summary>
    public sealed class Topic : IWireStruct
    {
        public string Name = "";

        public int[] PartitionIndexes = [];

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.String(ref Name);
            codec.Int32Array(ref PartitionIndexes);
        }
    }

    /// <summary>One element of <c>Groups</c>.</summary>
    public sealed class Group : IWireStruct
    {
        public string GroupId = "";

        public string? MemberId;

        public int MemberEpoch = -1;

        public List<Topic>? Topics;

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.String(ref GroupId);
            if (codec.Version >= 9)
            {
                codec.NullableString(ref MemberId);
                codec.Int32(ref MemberEpoch);
            }

            codec.NullableArray(ref Topics);
        }
    }
}

/// <summary>Answer to OffsetFetch; an offset of -1 means none is committed.</summary>
public sealed class OffsetFetchResponse : IWireStruct
{
    public int ThrottleTimeMs;

    public List<Topic> Topics = [];

    public KafkaError ErrorCode;

    public List<Group> Groups = [];

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        if (codec.Version >= 3)
            codec.Int32(ref ThrottleTimeMs);
        if (codec.Version <= 7)
            codec.Array(ref Topics);
        if (codec.Version >= 2 && codec.Version <= 7)
            codec.Error(ref ErrorCode);
        if (codec.Version >= 8)
            codec.Array(ref Groups);
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

            public string? Metadata;

            public KafkaError ErrorCode;

            /// <inheritdoc/>
            public void Fields<TCodec>(ref TCodec codec)
                where TCodec : struct, IWireCodec
            {
                codec.Int32(ref PartitionIndex);
                codec.Int64(ref CommittedOffset);
                if (codec.Version >= 5)
                    codec.Int32(ref CommittedLeaderEpoch);
                codec.NullableString(ref Metadata);
                codec.Error(ref ErrorCode);
            }
        }
    }

    /// <summary>One element of <c>Groups</c>.</summary>
    public sealed class Group : IWireStruct
    {
        public string GroupId = "";

        public List<Topic> Topics = [];

        public KafkaError ErrorCode;

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.String(ref GroupId);
            codec.Array(ref Topics);
            codec.Error(ref ErrorCode);
        }
    }
}
