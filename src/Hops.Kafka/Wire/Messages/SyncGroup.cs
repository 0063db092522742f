namespace Hops.Kafka.Wire.Messages;

/// <summary>
/// SyncGroup (API key 14), versions 0 to 5, flexible from 4: brings (leader) or fetches an assignment; answered when the leader
/// has brought it.
/// </summary>
public sealed class SyncGroupRequest : IRequest<SyncGroupResponse>
{
    /// <summary>Name of the group.</summary>
    public string GroupId = "";

    /// <summary>Generation of the group, which each rebalance raises.</summary>
    public int GenerationId;

    /// <summary>Id of the member, which the coordinator has given it.</summary>
    public string MemberId = "";

    /// <summary>Name of a static member (KIP-345); null for a dynamic one. From version 3.</summary>
    public string? GroupInstanceId;

    /// <summary>Kind of the group as the member knows it; null not to check. From version 5.</summary>
    public string? ProtocolType;

    /// <summary>Protocol as the member knows it; null not to check. From version 5.</summary>
    public string? ProtocolName;

    /// <summary>Assignments of all members, from the leader alone.</summary>
    public List<Assignment> Assignments = [];

    /// <inheritdoc/>
    public static ApiKey Api => ApiKey.SyncGroup;

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
        if (codec.Version >= 5)
        {
            codec.NullableString(ref ProtocolType);
            codec.NullableString(ref ProtocolName);
        }

        codec.Array(ref Assignments);
    }

    /// <summary>One element of <c>Assignments</c>.</summary>
    public sealed class Assignment : IWireStruct
    {
        /// <summary>Id of the member that gets it.</summary>
        public string MemberId = "";

        /// <summary>The assignment; opaque to the broker.</summary>
        public byte[] Content = [];

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.String(ref MemberId);
            codec.Bytes(ref Content);
        }
    }
}

/// <summary>Answer to SyncGroup; the assignment is byte for byte what the leader gave.</summary>
public sealed class SyncGroupResponse : IWireStruct
{
    /// <summary>
    /// How long the client should wait before its next request because of a quota, in milliseconds; 0 for not at all. From version 1.
    /// </summary>
    public int ThrottleTimeMs;

    /// <summary>What went wrong, or <c>None</c>.</summary>
    public KafkaError ErrorCode;

    /// <summary>Kind of the group; null after a refusal. From version 5.</summary>
    public string? ProtocolType;

    /// <summary>Assignment protocol that the group has chosen; null if none. From version 5.</summary>
    public string? ProtocolName;

    /// <summary>The assignment of this member.</summary>
    public byte[] Assignment = [];

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        if (codec.Version >= 1)
            codec.Int32(ref ThrottleTimeMs);
        codec.Error(ref ErrorCode);
        if (codec.Version >= 5)
        {
            codec.NullableString(ref ProtocolType);
            codec.NullableString(ref ProtocolName);
        }

        codec.Bytes(ref Assignment);
    }
}
