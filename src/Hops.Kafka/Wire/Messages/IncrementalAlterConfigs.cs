namespace Hops.Kafka.Wire.Messages;

/// <summary>
/// IncrementalAlterConfigs (API key 44), versions 0 to 1, flexible from 1: changes single settings of topics: 0 sets, 1 deletes,
/// 2 appends, 3 subtracts.
/// </summary>
public sealed class IncrementalAlterConfigsRequest : IRequest<IncrementalAlterConfigsResponse>
{
    public List<Resource> Resources = [];

    public bool ValidateOnly;

    /// <inheritdoc/>
    public static ApiKey Api => ApiKey.IncrementalAlterConfigs;

    /// <inheritdoc/>
    public static short FlexibleFrom => 1;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.Array(ref Resources);
        codec.Bool(ref ValidateOnly);
    }

    /// <summary>One element of <c>Resources</c>.</summary>
    public sealed class Resource : IWireStruct
    {
        public sbyte ResourceType;

        public string ResourceName = "";

        public List<Config> Configs = [];

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.Int8(ref ResourceType);
            codec.String(ref ResourceName);
            codec.Array(ref Configs);
        }

        /// <summary>One element of <c>Configs</c>.</summary>
        public sealed class Config : IWireStruct
        {
            public string Name = "";

            public sbyte ConfigOperation;

            public string? Value;

            /// <inheritdoc/>
            public void Fields<TCodec>(ref TCodec codec)
                where TCodec : struct, IWireCodec
            {
                codec.String(ref Name);
                codec.Int8(ref ConfigOperation);
                codec.NullableString(ref Value);
            }
        }
    }
}

/// <summary>Answer to IncrementalAlterConfigs.</summary>
public sealed class IncrementalAlterConfigsResponse : IWireStruct
{
    public int ThrottleTimeMs;

    public List<Result> Responses = [];

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.Int32(ref ThrottleTimeMs);
        codec.Array(ref Responses);
    }

    /// <summary>One element of <c>Responses</c>.</summary>
    public sealed class Result : IWireStruct
    {
        public KafkaError ErrorCode;

        public string? ErrorMessage;

        public sbyte ResourceType;

        public string ResourceName = "";

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.Error(ref ErrorCode);
            codec.NullableString(ref ErrorMessage);
            codec.Int8(ref ResourceType);
            codec.String(ref ResourceName);
        }
    }
}
