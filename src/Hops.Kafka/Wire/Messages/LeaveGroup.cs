namespace Hops.Kafka.Wire.Messages;

/// <summary>
/// LeaveGroup (API key 13), versions 0 to 5, flexible from 4: leaves a group: one member up to version 2, several from 3 on.
/// </summary>
public sealed class LeaveGroupRequest : IRequest<LeaveGroupResponse>
{
    public string GroupId = "";

    public string MemberId = "";

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
        public string MemberId = "";

        public string? GroupInstanceId;

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
    public int ThrottleTimeMs;

    public KafkaError ErrorCode;

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
        public string MemberId = "";

        public string? GroupInstanceId;

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
