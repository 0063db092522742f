namespace Hops.Kafka.Wire.Messages;

/// <summary>
/// DescribeTopicPartitions (API key 75), version 0, flexible: describes topics and their partitions in the order of their names, a page at a
/// time (KIP-966).
/// </summary>
public sealed class DescribeTopicPartitionsRequest : IRequest<DescribeTopicPartitionsResponse>
{
    /// <summary>Topics to describe; empty for all.</summary>
    public List<Topic> Topics = [];

    /// <summary>Most partitions of the answer.</summary>
    public int ResponsePartitionLimit = 2000;

    /// <summary>Where to begin; null for the beginning.</summary>
    public TopicPartitionCursor? Cursor;

    /// <inheritdoc/>
    public static ApiKey Api => ApiKey.DescribeTopicPartitions;

    /// <inheritdoc/>
    public static short FlexibleFrom => 0;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.Array(ref Topics);
        codec.Int32(ref ResponsePartitionLimit);
        codec.NullableStruct(ref Cursor);
    }

    /// <summary>One element of <c>Topics</c>.</summary>
    public sealed class Topic : IWireStruct
    {
        /// <summary>Name of the topic.</summary>
        public string Name = "";

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec =>
            codec.String(ref Name);
    }
}

/// <summary>A place in a listing of partitions by topic.</summary>
public sealed class TopicPartitionCursor : IWireStruct
{
    /// <summary>Name of the first topic.</summary>
    public string TopicName = "";

    /// <summary>The first partition of that topic.</summary>
    public int PartitionIndex;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.String(ref TopicName);
        codec.Int32(ref PartitionIndex);
    }
}

/// <summary>Answer to DescribeTopicPartitions.</summary>
public sealed class DescribeTopicPartitionsResponse : IWireStruct
{
    /// <summary>How long the client should wait before its next request because of a quota, in milliseconds; 0 for not at all.</summary>
    public int ThrottleTimeMs;

    /// <summary>Topics in the order of their names, then those that the caller may not describe.</summary>
    public List<Topic> Topics = [];

    /// <summary>Where to go on; null at the end.</summary>
    public TopicPartitionCursor? NextCursor;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.Int32(ref ThrottleTimeMs);
        codec.Array(ref Topics);
        codec.NullableStruct(ref NextCursor);
    }

    /// <summary>One element of <c>Topics</c>.</summary>
    public sealed class Topic : IWireStruct
    {
        /// <summary>What went wrong, or <c>None</c>.</summary>
        public KafkaError ErrorCode;

        /// <summary>Name of the topic.</summary>
        public string? Name;

        /// <summary>Id of the topic.</summary>
        public Guid TopicId;

        /// <summary>True for a topic of the broker's own.</summary>
        public bool IsInternal;

        /// <summary>Its partitions, as far as they are on this page.</summary>
        public List<Partition> Partitions = [];

        /// <summary>Bits of the operations that the caller may do with it (KIP-430).</summary>
        public int TopicAuthorizedOperations = int.MinValue;

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.Error(ref ErrorCode);
            codec.NullableString(ref Name);
            codec.Uuid(ref TopicId);
            codec.Bool(ref IsInternal);
            codec.Array(ref Partitions);
            codec.Int32(ref TopicAuthorizedOperations);
        }

        /// <summary>One element of <c>Partitions</c>.</summary>
        public sealed class Partition : IWireStruct
        {
            /// <summary>What went wrong, or <c>None</c>.</summary>
            public KafkaError ErrorCode;

            /// <summary>Number of the partition.</summary>
            public int PartitionIndex;

            /// <summary>Node that leads it.</summary>
            public int LeaderId;

            /// <summary>Epoch of that leader.</summary>
            public int LeaderEpoch = -1;

            /// <summary>Nodes that hold it.</summary>
            public int[] ReplicaNodes = [];

            /// <summary>Nodes that hold all of it.</summary>
            public int[] IsrNodes = [];

            /// <summary>Nodes out of sync that may lead without loss; null for none known.</summary>
            public int[]? EligibleLeaderReplicas;

            /// <summary>Nodes that were so last; null for none known.</summary>
            public int[]? LastKnownElr;

            /// <summary>Nodes that hold it and are away.</summary>
            public int[] OfflineReplicas = [];

            /// <inheritdoc/>
            public void Fields<TCodec>(ref TCodec codec)
                where TCodec : struct, IWireCodec
            {
                codec.Error(ref ErrorCode);
                codec.Int32(ref PartitionIndex);
                codec.Int32(ref LeaderId);
                codec.Int32(ref LeaderEpoch);
                codec.Int32Array(ref ReplicaNodes);
                codec.Int32Array(ref IsrNodes);
                codec.NullableInt32Array(ref EligibleLeaderReplicas);
                codec.NullableInt32Array(ref LastKnownElr);
                codec.Int32Array(ref OfflineReplicas);
            }
        }
    }
}
