namespace Hops.Kafka.Wire.Messages;

/// <summary>SaslAuthenticate (API key 36), versions 0 to 2, flexible from 2: carries one SASL token of the client.</summary>
public sealed class SaslAuthenticateRequest : IRequest<SaslAuthenticateResponse>
{
    public byte[] AuthBytes = [];

    /// <inheritdoc/>
    public static ApiKey Api => ApiKey.SaslAuthenticate;

    /// <inheritdoc/>
    public static short FlexibleFrom => 2;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.Bytes(ref AuthBytes);
    }
}

/// <summary>Answer to SaslAuthenticate: the token of the server.</summary>
public sealed class SaslAuthenticateResponse : IWireStruct
{
    public KafkaError ErrorCode;

    public string? ErrorMessage;

    public byte[] AuthBytes = [];

    public long SessionLifetimeMs;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.Error(ref ErrorCode);
        codec.NullableString(ref ErrorMessage);
        codec.Bytes(ref AuthBytes);
        if (codec.Version >= 1)
            codec.Int64(ref SessionLifetimeMs);
    }
}
