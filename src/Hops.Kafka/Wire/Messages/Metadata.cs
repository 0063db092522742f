namespace Hops.Kafka.Wire.Messages;

/// <summary>Metadata (API key 3), versions 0 to 13, flexible from 9: describes brokers and topics.</summary>
public sealed class MetadataRequest : IRequest<MetadataResponse>
{
    /// <summary>Topics to describe; null for all, in version 0 an empty list for all.</summary>
    public List<Topic>? Topics;

    /// <summary>True to create topics that do not exist, where the broker allows it. From version 4.</summary>
    public bool AllowAutoTopicCreation = true;

    /// <summary>True to be told what the caller may do with the cluster (KIP-430). Versions 8 to 10.</summary>
    public bool IncludeClusterAuthorizedOperations;

    /// <summary>True to be told what the caller may do with each topic (KIP-430). From version 8.</summary>
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
        /// <summary>Id of the topic; <see cref="Guid.Empty"/> where it is named instead. From version 10.</summary>
        public Guid TopicId;

        /// <summary>Name of the topic; null if it is asked for by id.</summary>
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
    /// <summary>
    /// How long the client should wait before its next request because of a quota, in milliseconds; 0 for not at all. From version 3.
    /// </summary>
    public int ThrottleTimeMs;

    /// <summary>Brokers of the cluster.</summary>
    public List<Broker> Brokers = [];

    /// <summary>Id of the cluster; null if unknown. From version 2.</summary>
    public string? ClusterId;

    /// <summary>Id of the controller; -1 if there is none. From version 1.</summary>
    public int ControllerId = -1;

    /// <summary>Topics that were asked for.</summary>
    public List<Topic> Topics = [];

    /// <summary>
    /// What the caller may do with the cluster, as bits by the number of the operation (KIP-430); <see cref="int.MinValue"/> if not asked.
    /// Versions 8 to 10.
    /// </summary>
    public int ClusterAuthorizedOperations = int.MinValue;

    /// <summary>What went wrong, or <c>None</c>. From version 13.</summary>
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
        /// <summary>Id of the broker.</summary>
        public int NodeId;

        /// <summary>Host name or address that clients connect to.</summary>
        public string Host = "";

        /// <summary>TCP port that clients connect to.</summary>
        public int Port;

        /// <summary>Rack of the broker; null if it has none. From version 1.</summary>
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
        /// <summary>What went wrong, or <c>None</c>.</summary>
        public KafkaError ErrorCode;

        /// <summary>Name of the topic; null if it was asked for by an id that is not known.</summary>
        public string? Name;

        /// <summary>Id of the topic; <see cref="Guid.Empty"/> where it is named instead. From version 10.</summary>
        public Guid TopicId;

        /// <summary>True for topics of the broker itself. From version 1.</summary>
        public bool IsInternal;

        /// <summary>Partitions of the topic.</summary>
        public List<Partition> Partitions = [];

        /// <summary>
        /// What the caller may do with the topic, as bits by the number of the operation (KIP-430); <see cref="int.MinValue"/> if not asked.
        /// From version 8.
        /// </summary>
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
            /// <summary>What went wrong, or <c>None</c>.</summary>
            public KafkaError ErrorCode;

            /// <summary>Number of the partition, from 0.</summary>
            public int PartitionIndex;

            /// <summary>Id of the broker that leads the partition; -1 if unknown.</summary>
            public int LeaderId;

            /// <summary>Epoch of the leader; -1 if unknown. From version 7.</summary>
            public int LeaderEpoch = -1;

            /// <summary>Ids of the brokers that hold replicas.</summary>
            public int[] ReplicaNodes = [];

            /// <summary>Ids of the brokers whose replicas are in sync.</summary>
            public int[] IsrNodes = [];

            /// <summary>Ids of the brokers whose replicas are offline. From version 5.</summary>
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
