namespace Hops.Kafka.Wire.Messages;

/// <summary>DescribeConfigs (API key 32), versions 1 to 4, flexible from 4: reads the configuration of topics and brokers.</summary>
public sealed class DescribeConfigsRequest : IRequest<DescribeConfigsResponse>
{
    /// <summary>What to describe.</summary>
    public List<Resource> Resources = [];

    /// <summary>True to be told the sources that a value overrides, too.</summary>
    public bool IncludeSynonyms;

    /// <summary>True to be told what each setting means. From version 3.</summary>
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
        /// <summary>Kind of the thing: 2 topic, 4 broker, 8 logger of a broker.</summary>
        public sbyte ResourceType;

        /// <summary>Name of the thing: of a topic, or the id of a broker.</summary>
        public string ResourceName = "";

        /// <summary>Names of the settings; null for all.</summary>
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
    /// <summary>How long the client should wait before its next request because of a quota, in milliseconds; 0 for not at all.</summary>
    public int ThrottleTimeMs;

    /// <summary>Answers by resource.</summary>
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
        /// <summary>What went wrong, or <c>None</c>.</summary>
        public KafkaError ErrorCode;

        /// <summary>What went wrong, for a person; null for the usual words of the code.</summary>
        public string? ErrorMessage;

        /// <summary>Kind of the thing: 2 topic, 4 broker, 8 logger of a broker.</summary>
        public sbyte ResourceType;

        /// <summary>Name of the thing: of a topic, or the id of a broker.</summary>
        public string ResourceName = "";

        /// <summary>Settings.</summary>
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

            /// <summary>Sources of the value, the one in force first.</summary>
            public List<Synonym> Synonyms = [];

            /// <summary>
            /// Type of the value: 1 boolean, 2 string, 3 int, 4 short, 5 long, 6 double, 7 list, 8 class, 9 password; 0 unknown. From version
            /// 3.
            /// </summary>
            public sbyte ConfigType;

            /// <summary>What the setting means; null if not asked. From version 3.</summary>
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
                /// <summary>Name of the setting at that source.</summary>
                public string Name = "";

                /// <summary>Value at that source; null if it has none.</summary>
                public string? Value;

                /// <summary>The source, as in <c>ConfigSource</c>.</summary>
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
