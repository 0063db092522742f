namespace Hops.Kafka.Wire.Messages;

/// <summary>
/// ApiVersions (API key 18), versions 0 to 4, flexible from 3: asks which APIs and versions are served (KIP-35, KIP-511).
/// </summary>
public sealed class ApiVersionsRequest : IRequest<ApiVersionsResponse>
{
    public string ClientSoftwareName = "";

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
    public KafkaError ErrorCode;

    public List<Api> ApiKeys = [];

    public int ThrottleTimeMs;

    public List<SupportedFeature> SupportedFeatures = [];

    public long FinalizedFeaturesEpoch = -1;

    public List<FinalizedFeature> FinalizedFeatures = [];

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
        public short ApiKey;

        public short MinVersion;

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
        public string Name = "";

        public short MinVersion;

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
        public string Name = "";

        public short MaxVersionLevel;

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
