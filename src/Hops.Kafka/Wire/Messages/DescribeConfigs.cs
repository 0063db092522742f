namespace Hops.Kafka.Wire.Messages;

/// <summary>DescribeConfigs (API key 32), versions 1 to 4, flexible from 4: reads the configuration of topics and brokers.</summary>
public sealed class DescribeConfigsRequest : IRequest<DescribeConfigsResponse>
{
    public List<Resource> Resources = [];

    public bool IncludeSynonyms;

    public bool IncludeDocumentation;

    /// <inheritdoc/>
    public static ApiKey Api => ApiKey.DescribeConfigs;

    /// <inheritdoc/>
    public static short FlexibleFrom => 4;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.Array(ref Resources);
        codec.Bool(ref IncludeSynonyms);
        if (codec.Version >= 3)
            codec.Bool(ref IncludeDocumentation);
    }

    /// <summary>One element of <c>Resources</c>.</summary>
    public sealed class Resource : IWireStruct
    {
        public sbyte ResourceType;

        public string ResourceName = "";

        public string[]? ConfigurationKeys;

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.Int8(ref ResourceType);
            codec.String(ref ResourceName);
            codec.NullableStringArray(ref ConfigurationKeys);
        }
    }
}

/// <summary>Answer to DescribeConfigs.</summary>
public sealed class DescribeConfigsResponse : IWireStruct
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
        public KafkaError ErrorCode;

        public string? ErrorMessage;

        public sbyte ResourceType;

        public string ResourceName = "";

        public List<Config> Configs = [];

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.Error(ref ErrorCode);
            codec.NullableString(ref ErrorMessage);
            codec.Int8(ref ResourceType);
            codec.String(ref ResourceName);
            codec.Array(ref Configs);
        }

        /// <summary>One element of <c>Configs</c>.</summary>
        public sealed class Config : IWireStruct
        {
            public string Name = "";

            public string? Value;

            public bool ReadOnly;

            public sbyte ConfigSource = -1;

            public bool IsSensitive;

            public List<Synonym> Synonyms = [];

            public sbyte ConfigType;

            public string? Documentation;

            /// <inheritdoc/>
            public void Fields<TCodec>(ref TCodec codec)
                where TCodec : struct, IWireCodec
            {
                codec.String(ref Name);
                codec.NullableString(ref Value);
                codec.Bool(ref ReadOnly);
                codec.Int8(ref ConfigSource);
                codec.Bool(ref IsSensitive);
                codec.Array(ref Synonyms);
                if (codec.Version >= 3)
                {
                    codec.Int8(ref ConfigType);
                    codec.NullableString(ref Documentation);
                }
            }

            /// <summary>One element of <c>Synonyms</c>.</summary>
            public sealed class Synonym : IWireStruct
            {
                public string Name = "";

                public string? Value;

                public sbyte Source;

                /// <inheritdoc/>
                public void Fields<TCodec>(ref TCodec codec)
                    where TCodec : struct, IWireCodec
                {
                    codec.String(ref Name);
                    codec.NullableString(ref Value);
                    codec.Int8(ref Source);
                }
            }
        }
    }
}
