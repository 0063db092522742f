namespace Hops.Kafka.Wire.Messages;

/// <summary>ElectLeaders (API key 43), versions 0 to 2, flexible from 2: elects leaders of partitions anew (KIP-460).</summary>
public sealed class ElectLeadersRequest : IRequest<ElectLeadersResponse>
{
    /// <summary>0 for the preferred replica, 1 for any that lives. From version 1.</summary>
    public sbyte ElectionType;

    /// <summary>Partitions; null for all.</summary>
    public List<Topic>? TopicPartitions;

    /// <summary>How long to wait for the elections, in milliseconds.</summary>
    public int TimeoutMs = 60_000;

    /// <inheritdoc/>
    public static ApiKey Api => ApiKey.ElectLeaders;

    /// <inheritdoc/>
    public static short FlexibleFrom => 2;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        if (codec.Version >= 1)
            codec.Int8(ref ElectionType);
        codec.NullableArray(ref TopicPartitions);
        codec.Int32(ref TimeoutMs);
    }

    /// <summary>One element of <c>TopicPartitions</c>.</summary>
    public sealed class Topic : IWireStruct
    {
        /// <summary>Name of the topic.</summary>
        public string Name = "";

        /// <summary>Numbers of the partitions.</summary>
        public int[] Partitions = [];

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.String(ref Name);
            codec.Int32Array(ref Partitions);
        }
    }
}

/// <summary>Answer to ElectLeaders.</summary>
public sealed class ElectLeadersResponse : IWireStruct
{
    /// <summary>How long the client should wait before its next request because of a quota, in milliseconds; 0 for not at all.</summary>
    public int ThrottleTimeMs;

    /// <summary>What went wrong, or <c>None</c>. From version 1.</summary>
    public KafkaError ErrorCode;

    /// <summary>Outcomes by topic; where all were asked for, those partitions alone that had an election.</summary>
    public List<Topic> ReplicaElectionResults = [];

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.Int32(ref ThrottleTimeMs);
        if (codec.Version >= 1)
            codec.Error(ref ErrorCode);
        codec.Array(ref ReplicaElectionResults);
    }

    /// <summary>One element of <c>ReplicaElectionResults</c>.</summary>
    public sealed class Topic : IWireStruct
    {
        /// <summary>Name of the topic.</summary>
        public string Name = "";

        /// <summary>Outcomes by partition.</summary>
        public List<Partition> PartitionResult = [];

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.String(ref Name);
            codec.Array(ref PartitionResult);
        }

        /// <summary>One element of <c>PartitionResult</c>.</summary>
        public sealed class Partition : IWireStruct
        {
            /// <summary>Number of the partition.</summary>
            public int PartitionId;

            /// <summary>What went wrong, or <c>None</c>.</summary>
            public KafkaError ErrorCode;

            /// <summary>What went wrong, for a person; null for the usual words of the code.</summary>
            public string? ErrorMessage;

            /// <inheritdoc/>
            public void Fields<TCodec>(ref TCodec codec)
                where TCodec : struct, IWireCodec
            {
                codec.Int32(ref PartitionId);
                codec.Error(ref ErrorCode);
                codec.NullableString(ref ErrorMessage);
            }
        }
    }
}
