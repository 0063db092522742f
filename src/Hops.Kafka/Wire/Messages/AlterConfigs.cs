namespace Hops.Kafka.Wire.Messages;

/// <summary>
/// AlterConfigs (API key 33), versions 0 to 2, flexible from 2: replaces all settings of topics. Clients since Kafka 2.3 prefer
/// IncrementalAlterConfigs, which leaves alone what it does not name.
/// </summary>
public sealed class AlterConfigsRequest : IRequest<AlterConfigsResponse>
{
    /// <summary>What to change.</summary>
    public List<Resource> Resources = [];

    /// <summary>True to check everything and change nothing.</summary>
    public bool ValidateOnly;

    /// <inheritdoc/>
    public static ApiKey Api => ApiKey.AlterConfigs;

    /// <inheritdoc/>
    public static short FlexibleFrom => 2;

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
        /// <summary>Kind of the thing: 2 topic, 4 broker, 8 logger of a broker.</summary>
        public sbyte ResourceType;

        /// <summary>Name of the thing: of a topic, or the id of a broker.</summary>
        public string ResourceName = "";

        /// <summary>All settings that do not have their default.</summary>
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
            /// <summary>Name of the setting.</summary>
            public string Name = "";

            /// <summary>Its value; null is refused.</summary>
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

/// <summary>Answer to AlterConfigs.</summary>
public sealed class AlterConfigsResponse : IWireStruct
{
    /// <summary>How long the client should wait before its next request because of a quota, in milliseconds; 0 for not at all.</summary>
    public int ThrottleTimeMs;

    /// <summary>Outcomes by resource.</summary>
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
        /// <summary>What went wrong, or <c>None</c>.</summary>
        public KafkaError ErrorCode;

        /// <summary>What went wrong, for a person; null for the usual words of the code.</summary>
        public string? ErrorMessage;

        /// <summary>Kind of the thing: 2 topic, 4 broker, 8 logger of a broker.</summary>
        public sbyte ResourceType;

        /// <summary>Name of the thing: of a topic, or the id of a broker.</summary>
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
