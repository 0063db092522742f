namespace Hops.Kafka.Wire.Messages;

/// <summary>
/// JoinGroup (API key 11), versions 0 to 9, flexible from 6: joins a classic group; answered when the round of joining is
/// complete. Timeouts in milliseconds.
/// </summary>
public sealed class JoinGroupRequest : IRequest<JoinGroupResponse>
{
    public string GroupId = "";

    public int SessionTimeoutMs;

    public int RebalanceTimeoutMs = -1;

    public string MemberId = "";

    public string? GroupInstanceId;

    public string ProtocolType = "";

    public List<Protocol> Protocols = [];

    public string? Reason;

    /// <inheritdoc/>
    public static ApiKey Api => ApiKey.JoinGroup;

    /// <inheritdoc/>
    public static short FlexibleFrom => 6;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.String(ref GroupId);
        codec.Int32(ref SessionTimeoutMs);
        if (codec.Version >= 1)
            codec.Int32(ref RebalanceTimeoutMs);
        codec.String(ref MemberId);
        if (codec.Version >= 5)
            codec.NullableString(ref GroupInstanceId);
        codec.String(ref ProtocolType);
        codec.Array(ref Protocols);
        if (codec.Version >= 8)
            codec.NullableString(ref Reason);
    }

    /// <summary>One element of <c>Protocols</c>.</summary>
    public sealed class Protocol : IWireStruct
    {
        public string Name = "";

        public byte[] Metadata = [];

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.String(ref Name);
            codec.Bytes(ref Metadata);
        }
    }
}

/// <summary>Answer to JoinGroup; the leader alone gets the members.</summary>
public sealed class JoinGroupResponse : IWireStruct
{
    public int ThrottleTimeMs;

    public KafkaError ErrorCode;

    public int GenerationId = -1;

    public string? ProtocolType;

    public string? ProtocolName;

    public string Leader = "";

    public bool SkipAssignment;

    public string MemberId = "";

    public List<Member> Members = [];

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        if (codec.Version >= 2)
            codec.Int32(ref ThrottleTimeMs);
        codec.Error(ref ErrorCode);
        codec.Int32(ref GenerationId);
        if (codec.Version >= 7)
            codec.NullableString(ref ProtocolType);
        codec.NullableString(ref ProtocolName);
        codec.String(ref Leader);
        if (codec.Version >= 9)
            codec.Bool(ref SkipAssignment);
        codec.String(ref MemberId);
        codec.Array(ref Members);
    }

    /// <summary>One element of <c>Members</c>.</summary>
    public sealed class Member : IWireStruct
    {
        public string MemberId = "";

        public string? GroupInstanceId;

        public byte[] Metadata = [];

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.String(ref MemberId);
            if (codec.Version >= 5)
                codec.NullableString(ref GroupInstanceId);
            codec.Bytes(ref Metadata);
        }
    }
}
