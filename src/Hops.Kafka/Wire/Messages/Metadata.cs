namespace Hops.Kafka.Wire.Messages;

/// <summary>Metadata (API key 3), versions 0 to 13, flexible from 9: describes brokers and topics.</summary>
public sealed class MetadataRequest : IRequest<MetadataResponse>
{
    public List<Topic>? Topics;

    public bool AllowAutoTopicCreation = true;

    public bool IncludeClusterAuthorizedOperations;

    public bool IncludeTopicAuthorizedOperations;

    /// <inheritdoc/>
    public static ApiKey Api => ApiKey.Metadata;

    /// <inheritdoc/>
    public static short FlexibleFrom => 9;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.NullableArray(ref Topics);
        if (codec.Version >= 4)
            codec.Bool(ref AllowAutoTopicCreation);
        if (codec.Version >= 8 && codec.Version <= 10)
            codec.Bool(ref IncludeClusterAuthorizedOperations);
        if (codec.Version >= 8)
            codec.Bool(ref IncludeTopicAuthorizedOperations);
    }

    /// <summary>One element of <c>Topics</c>.</summary>
    public sealed class Topic : IWireStruct
    {
        public Guid TopicId;

        public string? Name;

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            if (codec.Version >= 10)
                codec.Uuid(ref TopicId);
            codec.NullableString(ref Name);
        }
    }
}

/// <summary>Answer to Metadata.</summary>
public sealed class MetadataResponse : IWireStruct
{
    public int ThrottleTimeMs;

    public List<Broker> Brokers = [];

    public string? ClusterId;

    public int ControllerId = -1;

    public List<Topic> Topics = [];

    public int ClusterAuthorizedOperations = int.MinValue;

    public KafkaError ErrorCode;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        if (codec.Version >= 3)
            codec.Int32(ref ThrottleTimeMs);
        codec.Array(ref Brokers);
        if (codec.Version >= 2)
            codec.NullableString(ref ClusterId);
        if (codec.Version >= 1)
            codec.Int32(ref ControllerId);
        codec.Array(ref Topics);
        if (codec.Version >= 8 && codec.Version <= 10)
            codec.Int32(ref ClusterAuthorizedOperations);
        if (codec.Version >= 13)
            codec.Error(ref ErrorCode);
    }

    /// <summary>One element of <c>Brokers</c>.</summary>
    public sealed class Broker : IWireStruct
    {
        public int NodeId;

        public string Host = "";

        public int Port;

        public string? Rack;

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.Int32(ref NodeId);
            codec.String(ref Host);
            codec.Int32(ref Port);
            if (codec.Version >= 1)
                codec.NullableString(ref Rack);
        }
    }

    /// <summary>One element of <c>Topics</c>.</summary>
    public sealed class Topic : IWireStruct
    {
        public KafkaError ErrorCode;

        public string? Name;

        public Guid TopicId;

        public bool IsInternal;

        public List<Partition> Partitions = [];

        public int TopicAuthorizedOperations = int.MinValue;

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.Error(ref ErrorCode);
            codec.NullableString(ref Name);
            if (codec.Version >= 10)
                codec.Uuid(ref TopicId);
            if (codec.Version >= 1)
                codec.Bool(ref IsInternal);
            codec.Array(ref Partitions);
            if (codec.Version >= 8)
                codec.Int32(ref TopicAuthorizedOperations);
        }

        /// <summary>One element of <c>Partitions</c>.</summary>
        public sealed class Partition : IWireStruct
        {
            public KafkaError ErrorCode;

            public int PartitionIndex;

            public int LeaderId;

            public int LeaderEpoch = -1;

            public int[] ReplicaNodes = [];

            public int[] IsrNodes = [];

            public int[] OfflineReplicas = [];

            /// <inheritdoc/>
            public void Fields<TCodec>(ref TCodec codec)
                where TCodec : struct, IWireCodec
            {
                codec.Error(ref ErrorCode);
                codec.Int32(ref PartitionIndex);
                codec.Int32(ref LeaderId);
                if (codec.Version >= 7)
                    codec.Int32(ref LeaderEpoch);
                codec.Int32Array(ref ReplicaNodes);
                codec.Int32Array(ref IsrNodes);
                if (codec.Version >= 5)
                    codec.Int32Array(ref OfflineReplicas);
            }
        }
    }
}
