namespace Hops.Kafka.Wire.Messages;

/// <summary>
/// CreatePartitions (API key 37), versions 0 to 3, flexible from 2: raises the number of partitions of topics to <c>Count</c>.
/// </summary>
public sealed class CreatePartitionsRequest : IRequest<CreatePartitionsResponse>
{
    /// <summary>Topics to enlarge.</summary>
    public List<Topic> Topics = [];

    /// <summary>How long the broker may take, in milliseconds.</summary>
    public int TimeoutMs;

    /// <summary>True to check everything and change nothing.</summary>
    public bool ValidateOnly;

    /// <inheritdoc/>
    public static ApiKey Api => ApiKey.CreatePartitions;

    /// <inheritdoc/>
    public static short FlexibleFrom => 2;

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

        /// <summary>Number of partitions that it is to have.</summary>
        public int Count;

        /// <summary>Replicas of the new partitions; null to let the broker choose.</summary>
        public List<Assignment>? Assignments;

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.String(ref Name);
            codec.Int32(ref Count);
            codec.NullableArray(ref Assignments);
        }

        /// <summary>One element of <c>Assignments</c>.</summary>
        public sealed class Assignment : IWireStruct
        {
            /// <summary>Brokers that are to hold the replicas, the preferred leader first.</summary>
            public int[] BrokerIds = [];

            /// <inheritdoc/>
            public void Fields<TCodec>(ref TCodec codec)
                where TCodec : struct, IWireCodec
            {
                codec.Int32Array(ref BrokerIds);
            }
        }
    }
}

/// <summary>Answer to CreatePartitions.</summary>
public sealed class CreatePartitionsResponse : IWireStruct
{
    /// <summary>How long the client should wait before its next request because of a quota, in milliseconds; 0 for not at all.</summary>
    public int ThrottleTimeMs;

    /// <summary>Outcomes by topic.</summary>
    public List<Result> Results = [];

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.Int32(ref ThrottleTimeMs);
        codec.Array(ref Results);
    }

    /// <summary>One element of <c>Results</c>.</summary>
    public sealed class Result : IWireStruct
    {
        /// <summary>Name of the topic.</summary>
        public string Name = "";

        /// <summary>What went wrong, or <c>None</c>.</summary>
        public KafkaError ErrorCode;

        /// <summary>What went wrong, for a person; null for the usual words of the code.</summary>
        public string? ErrorMessage;

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.String(ref Name);
            codec.Error(ref ErrorCode);
            codec.NullableString(ref ErrorMessage);
        }
    }
}
