namespace Hops.Kafka.Wire.Messages;

/// <summary>ListPartitionReassignments (API key 46), version 0, flexible: the moves of partitions that are under way (KIP-455).</summary>
public sealed class ListPartitionReassignmentsRequest : IRequest<ListPartitionReassignmentsResponse>
{
    /// <summary>How long to wait, in milliseconds.</summary>
    public int TimeoutMs = 60_000;

    /// <summary>What to look for; null for all.</summary>
    public List<Topic>? Topics;

    /// <inheritdoc/>
    public static ApiKey Api => ApiKey.ListPartitionReassignments;

    /// <inheritdoc/>
    public static short FlexibleFrom => 0;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.Int32(ref TimeoutMs);
        codec.NullableArray(ref Topics);
    }

    /// <summary>One element of <c>Topics</c>.</summary>
    public sealed class Topic : IWireStruct
    {
        /// <summary>Name of the topic.</summary>
        public string Name = "";

        /// <summary>Numbers of the partitions.</summary>
        public int[] PartitionIndexes = [];

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.String(ref Name);
            codec.Int32Array(ref PartitionIndexes);
        }
    }
}

/// <summary>Answer to ListPartitionReassignments.</summary>
public sealed class ListPartitionReassignmentsResponse : IWireStruct
{
    /// <summary>How long the client should wait before its next request because of a quota, in milliseconds; 0 for not at all.</summary>
    public int ThrottleTimeMs;

    /// <summary>What went wrong, or <c>None</c>.</summary>
    public KafkaError ErrorCode;

    /// <summary>What went wrong, for a person; null for the usual words of the code.</summary>
    public string? ErrorMessage;

    /// <summary>What is under way, by topic.</summary>
    public List<Topic> Topics = [];

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.Int32(ref ThrottleTimeMs);
        codec.Error(ref ErrorCode);
        codec.NullableString(ref ErrorMessage);
        codec.Array(ref Topics);
    }

    /// <summary>One element of <c>Topics</c>.</summary>
    public sealed class Topic : IWireStruct
    {
        /// <summary>Name of the topic.</summary>
        public string Name = "";

        /// <summary>Its partitions that are moving.</summary>
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
            /// <summary>Number of the partition.</summary>
            public int PartitionIndex;

            /// <summary>Nodes that hold it now.</summary>
            public int[] Replicas = [];

            /// <summary>Nodes that will hold it.</summary>
            public int[] AddingReplicas = [];

            /// <summary>Nodes that will not hold it any more.</summary>
            public int[] RemovingReplicas = [];

            /// <inheritdoc/>
            public void Fields<TCodec>(ref TCodec codec)
                where TCodec : struct, IWireCodec
            {
                codec.Int32(ref PartitionIndex);
                codec.Int32Array(ref Replicas);
                codec.Int32Array(ref AddingReplicas);
                codec.Int32Array(ref RemovingReplicas);
            }
        }
    }
}
