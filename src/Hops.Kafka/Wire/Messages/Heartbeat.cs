namespace Hops.Kafka.Wire.Messages;

/// <summary>Heartbeat (API key 12), versions 0 to 4, flexible from 4: keeps a membership alive.</summary>
public sealed class HeartbeatRequest : IRequest<HeartbeatResponse>
{
    public string GroupId = "";

    public int GenerationId;

    public string MemberId = "";

    public string? GroupInstanceId;

    /// <inheritdoc/>
    public static ApiKey Api => ApiKey.Heartbeat;

    /// <inheritdoc/>
    public static short FlexibleFrom => 4;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.String(ref GroupId);
        codec.Int32(ref GenerationId);
        codec.String(ref MemberId);
        if (codec.Version >= 3)
            codec.NullableString(ref GroupInstanceId);
    }
}

/// <summary>Answer to Heartbeat.</summary>
public sealed class HeartbeatResponse : IWireStruct
{
    public int ThrottleTimeMs;

    public KafkaError ErrorCode;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        if (codec.Version >= 1)
            codec.Int32(ref ThrottleTimeMs);
        codec.Error(ref ErrorCode);
    }
}
