namespace Hops.Kafka.Wire.Messages;

/// <summary>
/// ListOffsets (API key 2), versions 1 to 10, flexible from 6: finds offsets by timestamp in Unix milliseconds; -1 latest, -2
/// earliest, -3 of the largest timestamp.
/// </summary>
public sealed class ListOffsetsRequest : IRequest<ListOffsetsResponse>
{
    public int ReplicaId;

    public sbyte IsolationLevel;

    public List<Topic> Topics = [];

    public int TimeoutMs;

    /// <inheritdoc/>
    public static ApiKey Api => ApiKey.ListOffsets;

    /// <inheritdoc/>
    public static short FlexibleFrom => 6;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.Int32(ref ReplicaId);
        if (codec.Version >= 2)
            codec.Int8(ref IsolationLevel);
        codec.Array(ref Topics);
        if (codec.Version >= 10)
            codec.Int32(ref TimeoutMs);
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

            public int CurrentLeaderEpoch = -1;

            public long Timestamp;

            /// <inheritdoc/>
            public void Fields<TCodec>(ref TCodec codec)
                where TCodec : struct, IWireCodec
            {
                codec.Int32(ref PartitionIndex);
                if (codec.Version >= 4)
                    codec.Int32(ref CurrentLeaderEpoch);
                codec.Int64(ref Timestamp);
            }
        }
    }
}

/// <summary>Answer to ListOffsets.</summary>
public sealed class ListOffsetsResponse : IWireStruct
{
    public int ThrottleTimeMs;

    public List<Topic> Topics = [];

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        if (codec.Version >= 2)
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

            public long Timestamp = -1;

            public long Offset = -1;

            public int LeaderEpoch = -1;

            /// <inheritdoc/>
            public void Fields<TCodec>(ref TCodec codec)
                where TCodec : struct, IWireCodec
            {
                codec.Int32(ref PartitionIndex);
                codec.Error(ref ErrorCode);
                codec.Int64(ref Timestamp);
                codec.Int64(ref Offset);
                if (codec.Version >= 4)
                    codec.Int32(ref LeaderEpoch);
            }
        }
    }
}
