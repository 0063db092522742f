namespace Hops.Kafka.Wire.Messages;

/// <summary>
/// CreateTopics (API key 19), versions 2 to 7, flexible from 5: creates topics; -1 partitions or replicas mean the default of
/// the broker.
/// </summary>
public sealed class CreateTopicsRequest : IRequest<CreateTopicsResponse>
{
    /// <summary>Topics to create.</summary>
    public List<Topic> Topics = [];

    /// <summary>How long the broker may take, in milliseconds.</summary>
    public int TimeoutMs = 60000;

    /// <summary>True to check everything and change nothing.</summary>
    public bool ValidateOnly;

    /// <inheritdoc/>
    public static ApiKey Api => ApiKey.CreateTopics;

    /// <inheritdoc/>
    public static short FlexibleFrom => 5;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.Array(ref Topics);
        codec.Int32(ref TimeoutMs);
        codec.Bool(ref ValidateOnly);
    }

    /// <summary>One element of <c>Topics</c>.</summary>
    public sealed class Topic : IWireStruct
    {
        /// <summary>Name of the topic.</summary>
        public string Name = "";

        /// <summary>Number of partitions; -1 for the default or where replicas are assigned.</summary>
        public int NumPartitions;

        /// <summary>Number of replicas; -1 for the default or where replicas are assigned.</summary>
        public short ReplicationFactor;

        /// <summary>Replicas chosen by the client; empty to let the broker choose.</summary>
        public List<Assignment> Assignments = [];

        /// <summary>Settings of the topic.</summary>
        public List<Config> Configs = [];

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.String(ref Name);
            codec.Int32(ref NumPartitions);
            codec.Int16(ref ReplicationFactor);
            codec.Array(ref Assignments);
            codec.Array(ref Configs);
        }

        /// <summary>One element of <c>Assignments</c>.</summary>
        public sealed class Assignment : IWireStruct
        {
            /// <summary>Number of the partition, from 0.</summary>
            public int PartitionIndex;

            /// <summary>Brokers that are to hold the replicas, the preferred leader first.</summary>
            public int[] BrokerIds = [];

            /// <inheritdoc/>
            public void Fields<TCodec>(ref TCodec codec)
                where TCodec : struct, IWireCodec
            {
                codec.Int32(ref PartitionIndex);
                codec.Int32Array(ref BrokerIds);
            }
        }

        /// <summary>One element of <c>Configs</c>.</summary>
        public sealed class Config : IWireStruct
        {
            /// <summary>Name of the setting.</summary>
            public string Name = "";

            /// <summary>Its value; null for the default.</summary>
            public string? Value;

            /// <inheritdoc/>
            public void Fields<TCodec>(ref TCodec codec)
                where TCodec : struct, IWireCodec
            {
                codec.String(ref Name);
                codec.NullableString(ref Value);
            }
        }
    }
}

/// <summary>Answer to CreateTopics.</summary>
public sealed class CreateTopicsResponse : IWireStruct
{
    /// <summary>How long the client should wait before its next request because of a quota, in milliseconds; 0 for not at all.</summary>
    public int ThrottleTimeMs;

    /// <summary>Outcomes by topic.</summary>
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

        /// <summary>Id of the topic; <see cref="Guid.Empty"/> where it is named instead. From version 7.</summary>
        public Guid TopicId;

        /// <summary>What went wrong, or <c>None</c>.</summary>
        public KafkaError ErrorCode;

        /// <summary>What went wrong, for a person; null for the usual words of the code.</summary>
        public string? ErrorMessage;

        /// <summary>Number of partitions; -1 if it may not be told. From version 5.</summary>
        public int NumPartitions = -1;

        /// <summary>Number of replicas; -1 if it may not be told. From version 5.</summary>
        public short ReplicationFactor = -1;

        /// <summary>Settings in force (KIP-525); null if they may not be told. From version 5.</summary>
        public List<Config>? Configs;

        /// <summary>Why the settings are not told, or <c>None</c>.</summary>
        public KafkaError TopicConfigErrorCode;

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.String(ref Name);
            if (codec.Version >= 7)
                codec.Uuid(ref TopicId);
            codec.Error(ref ErrorCode);
            codec.NullableString(ref ErrorMessage);
            if (codec.Version >= 5)
            {
                codec.Int32(ref NumPartitions);
                codec.Int16(ref ReplicationFactor);
                codec.NullableArray(ref Configs);
            }

            codec.TaggedError(0, ref TopicConfigErrorCode);
        }

        /// <summary>One element of <c>Configs</c>.</summary>
        public sealed class Config : IWireStruct
        {
            /// <summary>Name of the setting.</summary>
            public string Name = "";

            /// <summary>Its value; null if it has none or is a secret.</summary>
            public string? Value;

            /// <summary>True if the setting cannot be changed.</summary>
            public bool ReadOnly;

            /// <summary>Where the value comes from: 1 the topic, 4 the file of the broker, 5 a default, ...; -1 unknown.</summary>
            public sbyte ConfigSource = -1;

            /// <summary>True if the value is a secret, which is not told.</summary>
            public bool IsSensitive;

            /// <inheritdoc/>
            public void Fields<TCodec>(ref TCodec codec)
                where TCodec : struct, IWireCodec
            {
                codec.String(ref Name);
                codec.NullableString(ref Value);
                codec.Bool(ref ReadOnly);
                codec.Int8(ref ConfigSource);
                codec.Bool(ref IsSensitive);
            }
        }
    }
}
