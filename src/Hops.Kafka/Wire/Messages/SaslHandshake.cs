namespace Hops.Kafka.Wire.Messages;

/// <summary>
/// SaslHandshake (API key 17), versions 0 to 1, never flexible: chooses a SASL mechanism; version 0 is followed by raw tokens
/// without any Kafka header.
/// </summary>
public sealed class SaslHandshakeRequest : IRequest<SaslHandshakeResponse>
{
    public string Mechanism = "";

    /// <inheritdoc/>
    public static ApiKey Api => ApiKey.SaslHandshake;

    /// <inheritdoc/>
    public static short FlexibleFrom => short.MaxValue;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.String(ref Mechanism);
    }
}

/// <summary>Answer to SaslHandshake.</summary>
public sealed class SaslHandshakeResponse : IWireStruct
{
    public KafkaError ErrorCode;

    public string[] Mechanisms = [];

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.Error(ref ErrorCode);
        codec.StringArray(ref Mechanisms);
    }
}
