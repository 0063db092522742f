namespace Hops.Kafka.Wire.Messages;

/// <summary>
/// ListOffsets (API key 2), versions 1 to 10, flexible from 6: finds offsets by timestamp in Unix milliseconds; -1 latest, -2
/// earliest, -3 of the largest timestamp.
/// </summary>
public sealed class ListOffsetsRequest : IRequest<ListOffsetsResponse>
{
    /// <summary>Id of the follower that asks; -1 for a consumer.</summary>
    public int ReplicaId;

    /// <summary>0 reads everything below the high watermark, 1 only what transactions have committed. From version 2.</summary>
    public sbyte IsolationLevel;

    /// <summary>Partitions by topic.</summary>
    public List<Topic> Topics = [];

    /// <summary>How long to wait for remote storage, in milliseconds (KIP-1075). From version 10.</summary>
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

            /// <summary>Epoch of the leader as the client knows it, for fencing (KIP-320); -1 not to check. From version 4.</summary>
            public int CurrentLeaderEpoch = -1;

            /// <summary>Time to look for, in Unix milliseconds, or one of the negative numbers above.</summary>
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
    /// <summary>
    /// How long the client should wait before its next request because of a quota, in milliseconds; 0 for not at all. From version 2.
    /// </summary>
    public int ThrottleTimeMs;

    /// <summary>Offsets by topic.</summary>
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

            /// <summary>Time of the record found, in Unix milliseconds; -1 if none was found or no time was asked for.</summary>
            public long Timestamp = -1;

            /// <summary>Its offset; -1 if none was found.</summary>
            public long Offset = -1;

            /// <summary>Epoch of the record found; -1 if unknown. From version 4.</summary>
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
