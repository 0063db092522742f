namespace Hops.Kafka.Wire.Messages;

/// <summary>Heartbeat (API key 12), versions 0 to 4, flexible from 4: keeps a membership alive.</summary>
public sealed class HeartbeatRequest : IRequest<HeartbeatResponse>
{
    /// <summary>Name of the group.</summary>
    public string GroupId = "";

    /// <summary>Generation of the group, which each rebalance raises.</summary>
    public int GenerationId;

    /// <summary>Id of the member, which the coordinator has given it.</summary>
    public string MemberId = "";

    /// <summary>Name of a static member (KIP-345); null for a dynamic one. From version 3.</summary>
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
    /// <summary>
    /// How long the client should wait before its next request because of a quota, in milliseconds; 0 for not at all. From version 1.
    /// </summary>
    public int ThrottleTimeMs;

    /// <summary>What went wrong, or <c>None</c>.</summary>
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
