namespace Hops.Kafka.Wire.Messages;

/// <summary>
/// JoinGroup (API key 11), versions 0 to 9, flexible from 6: joins a classic group; answered when the round of joining is
/// complete. Timeouts in milliseconds.
/// </summary>
public sealed class JoinGroupRequest : IRequest<JoinGroupResponse>
{
    /// <summary>Name of the group.</summary>
    public string GroupId = "";

    /// <summary>How long the coordinator waits for a heartbeat, in milliseconds.</summary>
    public int SessionTimeoutMs;

    /// <summary>How long it waits for the member to join again, in milliseconds; -1 for the session timeout. From version 1.</summary>
    public int RebalanceTimeoutMs = -1;

    /// <summary>Id of the member; empty for a new one.</summary>
    public string MemberId = "";

    /// <summary>Name of a static member (KIP-345); null for a dynamic one. From version 5.</summary>
    public string? GroupInstanceId;

    /// <summary>Kind of the group: <c>consumer</c>, <c>connect</c>, ...</summary>
    public string ProtocolType = "";

    /// <summary>Assignment protocols that the member knows, the preferred one first.</summary>
    public List<Protocol> Protocols = [];

    /// <summary>Why, for the log of the broker (KIP-800); null for no reason. From version 8.</summary>
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
        /// <summary>Name of the protocol.</summary>
        public string Name = "";

        /// <summary>What the member tells the leader under it; opaque to the broker but for subscriptions.</summary>
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
    /// <summary>
    /// How long the client should wait before its next request because of a quota, in milliseconds; 0 for not at all. From version 2.
    /// </summary>
    public int ThrottleTimeMs;

    /// <summary>What went wrong, or <c>None</c>.</summary>
    public KafkaError ErrorCode;

    /// <summary>Generation of the group; -1 after a refusal.</summary>
    public int GenerationId = -1;

    /// <summary>Kind of the group; null after a refusal. From version 7.</summary>
    public string? ProtocolType;

    /// <summary>Assignment protocol that the group has chosen; null if none.</summary>
    public string? ProtocolName;

    /// <summary>Id of the member that leads.</summary>
    public string Leader = "";

    /// <summary>True if the leader need not assign (KIP-814). From version 9.</summary>
    public bool SkipAssignment;

    /// <summary>Id of the member, which the coordinator has given it.</summary>
    public string MemberId = "";

    /// <summary>Members, for the leader alone.</summary>
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
        /// <summary>Id of the member, which the coordinator has given it.</summary>
        public string MemberId = "";

        /// <summary>Name of a static member (KIP-345); null for a dynamic one. From version 5.</summary>
        public string? GroupInstanceId;

        /// <summary>What the member said under the chosen protocol.</summary>
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
