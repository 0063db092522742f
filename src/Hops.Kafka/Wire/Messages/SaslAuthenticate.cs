namespace Hops.Kafka.Wire.Messages;

/// <summary>SaslAuthenticate (API key 36), versions 0 to 2, flexible from 2: carries one SASL token of the client.</summary>
public sealed class SaslAuthenticateRequest : IRequest<SaslAuthenticateResponse>
{
    /// <summary>Token of the client, in the form of the mechanism.</summary>
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
    /// <summary>What went wrong, or <c>None</c>.</summary>
    public KafkaError ErrorCode;

    /// <summary>What went wrong, for a person; null for the usual words of the code.</summary>
    public string? ErrorMessage;

    /// <summary>Token of the server, in the form of the mechanism.</summary>
    public byte[] AuthBytes = [];

    /// <summary>After how long the client has to sign in again, in milliseconds (KIP-368); 0 for never. From version 1.</summary>
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
