namespace Hops.Kafka.Wire.Messages;

/// <summary>
/// CreatePartitions (API key 37), versions 0 to 3, flexible from 2: raises the number of partitions of topics to <c>Count</c>.
/// </summary>
public sealed class CreatePartitionsRequest : IRequest<CreatePartitionsResponse>
{
    public List<Topic> Topics = [];

    public int TimeoutMs;

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
        public string Name = "";

        public int Count;

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
    public int ThrottleTimeMs;

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
        public string Name = "";

        public KafkaError ErrorCode;

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
