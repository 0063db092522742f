namespace Hops.Kafka.Wire.Messages;

/// <summary>
/// LeaveGroup (API key 13), versions 0 to 5, flexible from 4: leaves a group: one member up to version 2, several from 3 on.
/// </summary>
public sealed class LeaveGroupRequest : IRequest<LeaveGroupResponse>
{
    /// <summary>Name of the group.</summary>
    public string GroupId = "";

    /// <summary>Id of the member that leaves. Up to version 2.</summary>
    public string MemberId = "";

    /// <summary>Members that leave. From version 3.</summary>
    public List<Member> Members = [];

    /// <inheritdoc/>
    public static ApiKey Api => ApiKey.LeaveGroup;

    /// <inheritdoc/>
    public static short FlexibleFrom => 4;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.String(ref GroupId);
        if (codec.Version <= 2)
            codec.String(ref MemberId);
        if (codec.Version >= 3)
            codec.Array(ref Members);
    }

    /// <summary>One element of <c>Members</c>.</summary>
    public sealed class Member : IWireStruct
    {
        /// <summary>Id of the member, which the coordinator has given it.</summary>
        public string MemberId = "";

        /// <summary>Name of a static member (KIP-345); null for a dynamic one.</summary>
        public string? GroupInstanceId;

        /// <summary>Why, for the log of the broker (KIP-800); null for no reason. From version 5.</summary>
        public string? Reason;

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.String(ref MemberId);
            codec.NullableString(ref GroupInstanceId);
            if (codec.Version >= 5)
                codec.NullableString(ref Reason);
        }
    }
}

/// <summary>Answer to LeaveGroup.</summary>
public sealed class LeaveGroupResponse : IWireStruct
{
    /// <summary>
    /// How long the client should wait before its next request because of a quota, in milliseconds; 0 for not at all. From version 1.
    /// </summary>
    public int ThrottleTimeMs;

    /// <summary>What went wrong, or <c>None</c>.</summary>
    public KafkaError ErrorCode;

    /// <summary>Outcomes by member. From version 3.</summary>
    public List<Member> Members = [];

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        if (codec.Version >= 1)
            codec.Int32(ref ThrottleTimeMs);
        codec.Error(ref ErrorCode);
        if (codec.Version >= 3)
            codec.Array(ref Members);
    }

    /// <summary>One element of <c>Members</c>.</summary>
    public sealed class Member : IWireStruct
    {
        /// <summary>Id of the member, which the coordinator has given it.</summary>
        public string MemberId = "";

        /// <summary>Name of a static member (KIP-345); null for a dynamic one.</summary>
        public string? GroupInstanceId;

        /// <summary>What went wrong, or <c>None</c>.</summary>
        public KafkaError ErrorCode;

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.String(ref MemberId);
            codec.NullableString(ref GroupInstanceId);
            codec.Error(ref ErrorCode);
        }
    }
}
