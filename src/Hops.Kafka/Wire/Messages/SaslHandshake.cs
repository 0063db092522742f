namespace Hops.Kafka.Wire.Messages;

/// <summary>
/// SaslHandshake (API key 17), versions 0 to 1, never flexible: chooses a SASL mechanism; version 0 is followed by raw tokens
/// without any Kafka header.
/// </summary>
public sealed class SaslHandshakeRequest : IRequest<SaslHandshakeResponse>
{
    /// <summary>Name of the mechanism: <c>PLAIN</c>, <c>SCRAM-SHA-256</c>, ...</summary>
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
    /// <summary>What went wrong, or <c>None</c>.</summary>
    public KafkaError ErrorCode;

    /// <summary>Mechanisms that the broker knows.</summary>
    public string[] Mechanisms = [];

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.Error(ref ErrorCode);
        codec.StringArray(ref Mechanisms);
    }
}
