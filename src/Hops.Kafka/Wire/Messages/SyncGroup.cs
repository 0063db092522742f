namespace Hops.Kafka.Wire.Messages;

/// <summary>
/// SyncGroup (API key 14), versions 0 to 5, flexible from 4: brings (leader) or fetches an assignment; answered when the leader
/// has brought it.
/// </summary>
public sealed class SyncGroupRequest : IRequest<SyncGroupResponse>
{
    public string GroupId = "";

    public int GenerationId;

    public string MemberId = "";

    public string? GroupInstanceId;

    public string? ProtocolType;

    public string? ProtocolName;

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
        public string MemberId = "";

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
    public int ThrottleTimeMs;

    public KafkaError ErrorCode;

    public string? ProtocolType;

    public string? ProtocolName;

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
