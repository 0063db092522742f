namespace Hops.Kafka.Wire.Messages;

/// <summary>OffsetForLeaderEpoch (API key 23), versions 2 to 4, flexible from 4: finds the end offset of a leader epoch.</summary>
public sealed class OffsetForLeaderEpochRequest : IRequest<OffsetForLeaderEpochResponse>
{
    /// <summary>Id of the follower that asks; -1 for a consumer, -2 for a debugging one. From version 3.</summary>
    public int ReplicaId = -2;

    /// <summary>Partitions by topic.</summary>
    public List<Topic> Topics = [];

    /// <inheritdoc/>
    public static ApiKey Api => ApiKey.OffsetForLeaderEpoch;

    /// <inheritdoc/>
    public static short FlexibleFrom => 4;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        if (codec.Version >= 3)
            codec.Int32(ref ReplicaId);
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
            public int Index;

            /// <summary>Epoch of the leader as the client knows it, for fencing (KIP-320); -1 not to check.</summary>
            public int CurrentLeaderEpoch = -1;

            /// <summary>Epoch whose end is asked for.</summary>
            public int LeaderEpoch;

            /// <inheritdoc/>
            public void Fields<TCodec>(ref TCodec codec)
                where TCodec : struct, IWireCodec
            {
                codec.Int32(ref Index);
                codec.Int32(ref CurrentLeaderEpoch);
                codec.Int32(ref LeaderEpoch);
            }
        }
    }
}

/// <summary>Answer to OffsetForLeaderEpoch.</summary>
public sealed class OffsetForLeaderEpochResponse : IWireStruct
{
    /// <summary>How long the client should wait before its next request because of a quota, in milliseconds; 0 for not at all.</summary>
    public int ThrottleTimeMs;

    /// <summary>Ends by topic.</summary>
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
            /// <summary>What went wrong, or <c>None</c>.</summary>
            public KafkaError ErrorCode;

            /// <summary>Number of the partition, from 0.</summary>
            public int Index;

            /// <summary>Largest epoch that is not above the one asked for; -1 if none.</summary>
            public int LeaderEpoch = -1;

            /// <summary>Offset behind the last record of that epoch; -1 if none.</summary>
            public long EndOffset = -1;

            /// <inheritdoc/>
            public void Fields<TCodec>(ref TCodec codec)
                where TCodec : struct, IWireCodec
            {
                codec.Error(ref ErrorCode);
                codec.Int32(ref Index);
                codec.Int32(ref LeaderEpoch);
                codec.Int64(ref EndOffset);
            }
        }
    }
}
