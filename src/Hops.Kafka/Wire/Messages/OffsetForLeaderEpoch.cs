namespace Hops.Kafka.Wire.Messages;

/// <summary>OffsetForLeaderEpoch (API key 23), versions 2 to 4, flexible from 4: finds the end offset of a leader epoch.</summary>
public sealed class OffsetForLeaderEpochRequest : IRequest<OffsetForLeaderEpochResponse>
{
    public int ReplicaId = -2;

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
            public int Index;

            public int CurrentLeaderEpoch = -1;

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
    public int ThrottleTimeMs;

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
            public KafkaError ErrorCode;

            public int Index;

            public int LeaderEpoch = -1;

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
