namespace Hops.Kafka.Wire.Messages;

/// <summary>
/// CreateTopics (API key 19), versions 2 to 7, flexible from 5: creates topics; -1 partitions or replicas mean the default of
/// the broker.
/// </summary>
public sealed class CreateTopicsRequest : IRequest<CreateTopicsResponse>
{
    public List<Topic> Topics = [];

    public int TimeoutMs = 60000;

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
        public string Name = "";

        public int NumPartitions;

        public short ReplicationFactor;

        public List<Assignment> Assignments = [];

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
            public int PartitionIndex;

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
            public string Name = "";

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

        public Guid TopicId;

        public KafkaError ErrorCode;

        public string? ErrorMessage;

        public int NumPartitions = -1;

        public short ReplicationFactor = -1;

        public List<Config>? Configs;

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
            public string Name = "";

            public string? Value;

            public bool ReadOnly;

            public sbyte ConfigSource = -1;

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
