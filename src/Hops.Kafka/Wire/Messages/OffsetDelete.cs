namespace Hops.Kafka.Wire.Messages;

/// <summary>OffsetDelete (API key 47), versions 0 to 0, never flexible: deletes committed offsets.</summary>
public sealed class OffsetDeleteRequest : IRequest<OffsetDeleteResponse>
{
    /// <summary>Name of the group.</summary>
    public string GroupId = "";

    /// <summary>Partitions by topic.</summary>
    public List<Topic> Topics = [];

    /// <inheritdoc/>
    public static ApiKey Api => ApiKey.OffsetDelete;

    /// <inheritdoc/>
    public static short FlexibleFrom => short.MaxValue;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.String(ref GroupId);
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

            /// <inheritdoc/>
            public void Fields<TCodec>(ref TCodec codec)
                where TCodec : struct, IWireCodec
            {
                codec.Int32(ref PartitionIndex);
            }
        }
    }
}

/// <summary>Answer to OffsetDelete.</summary>
public sealed class OffsetDeleteResponse : IWireStruct
{
    /// <summary>What went wrong, or <c>None</c>.</summary>
    public KafkaError ErrorCode;

    /// <summary>How long the client should wait before its next request because of a quota, in milliseconds; 0 for not at all.</summary>
    public int ThrottleTimeMs;

    /// <summary>Outcomes by topic.</summary>
    public List<Topic> Topics = [];

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.Error(ref ErrorCode);
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
