namespace Hops.Kafka.Wire.Messages;

/// <summary>
/// ApiVersions (API key 18), versions 0 to 4, flexible from 3: asks which APIs and versions are served (KIP-35, KIP-511).
/// </summary>
public sealed class ApiVersionsRequest : IRequest<ApiVersionsResponse>
{
    /// <summary>Name of the client library. From version 3.</summary>
    public string ClientSoftwareName = "";

    /// <summary>Version of the client library. From version 3.</summary>
    public string ClientSoftwareVersion = "";

    /// <inheritdoc/>
    public static ApiKey Api => ApiKey.ApiVersions;

    /// <inheritdoc/>
    public static short FlexibleFrom => 3;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        if (codec.Version >= 3)
        {
            codec.String(ref ClientSoftwareName);
            codec.String(ref ClientSoftwareVersion);
        }
    }
}

/// <summary>Answer to ApiVersions; its response header is version 0 in every version.</summary>
public sealed class ApiVersionsResponse : IWireStruct
{
    /// <summary>What went wrong, or <c>None</c>.</summary>
    public KafkaError ErrorCode;

    /// <summary>APIs that are served.</summary>
    public List<Api> ApiKeys = [];

    /// <summary>
    /// How long the client should wait before its next request because of a quota, in milliseconds; 0 for not at all. From version 1.
    /// </summary>
    public int ThrottleTimeMs;

    /// <summary>Features that the broker knows (KIP-584).</summary>
    public List<SupportedFeature> SupportedFeatures = [];

    /// <summary>Epoch of the features in force; -1 if unknown.</summary>
    public long FinalizedFeaturesEpoch = -1;

    /// <summary>Features in force.</summary>
    public List<FinalizedFeature> FinalizedFeatures = [];

    /// <summary>Always false: there is no ZooKeeper to leave.</summary>
    public bool ZkMigrationReady;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.Error(ref ErrorCode);
        codec.Array(ref ApiKeys);
        if (codec.Version >= 1)
            codec.Int32(ref ThrottleTimeMs);
        codec.TaggedArray(0, ref SupportedFeatures);
        codec.TaggedInt64(1, ref FinalizedFeaturesEpoch, -1);
        codec.TaggedArray(2, ref FinalizedFeatures);
        codec.TaggedBool(3, ref ZkMigrationReady, false);
    }

    /// <summary>One element of <c>ApiKeys</c>.</summary>
    public sealed class Api : IWireStruct
    {
        /// <summary>Number of the API.</summary>
        public short ApiKey;

        /// <summary>First version that is served.</summary>
        public short MinVersion;

        /// <summary>Last version that is served.</summary>
        public short MaxVersion;

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.Int16(ref ApiKey);
            codec.Int16(ref MinVersion);
            codec.Int16(ref MaxVersion);
        }
    }

    /// <summary>One element of <c>SupportedFeatures</c>.</summary>
    public sealed class SupportedFeature : IWireStruct
    {
        /// <summary>Name of the feature.</summary>
        public string Name = "";

        /// <summary>First level that is known.</summary>
        public short MinVersion;

        /// <summary>Last level that is known.</summary>
        public short MaxVersion;

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.String(ref Name);
            codec.Int16(ref MinVersion);
            codec.Int16(ref MaxVersion);
        }
    }

    /// <summary>One element of <c>FinalizedFeatures</c>.</summary>
    public sealed class FinalizedFeature : IWireStruct
    {
        /// <summary>Name of the feature.</summary>
        public string Name = "";

        /// <summary>Last level in force.</summary>
        public short MaxVersionLevel;

        /// <summary>First level in force.</summary>
        public short MinVersionLevel;

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.String(ref Name);
            codec.Int16(ref MaxVersionLevel);
            codec.Int16(ref MinVersionLevel);
        }
    }
}
