namespace Hops.Kafka.Wire.Messages;

/// <summary>DescribeGroups (API key 15), versions 0 to 6, flexible from 5: describes classic groups.</summary>
public sealed class DescribeGroupsRequest : IRequest<DescribeGroupsResponse>
{
    public string[] Groups = [];

    public bool IncludeAuthorizedOperations;

    /// <inheritdoc/>
    public static ApiKey Api => ApiKey.DescribeGroups;

    /// <inheritdoc/>
    public static short FlexibleFrom => 5;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.StringArray(ref Groups);
        if (codec.Version >= 3)
            codec.Bool(ref IncludeAuthorizedOperations);
    }
}

/// <summary>Answer to DescribeGroups.</summary>
public sealed class DescribeGroupsResponse : IWireStruct
{
    public int ThrottleTimeMs;

    public List<Group> Groups = [];

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        if (codec.Version >= 1)
            codec.Int32(ref ThrottleTimeMs);
        codec.Array(ref Groups);
    }

    /// <summary>One element of <c>Groups</c>.</summary>
    public sealed class Group : IWireStruct
    {
        public KafkaError ErrorCode;

        public string? ErrorMessage;

        public string GroupId = "";

        public string GroupState = "";

        public string ProtocolType = "";

        public string ProtocolData = "";

        public List<Member> Members = [];

        public int AuthorizedOperations = int.MinValue;

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.Error(ref ErrorCode);
            if (codec.Version >= 6)
                codec.NullableString(ref ErrorMessage);
            codec.String(ref GroupId);
            codec.String(ref GroupState);
            codec.String(ref ProtocolType);
            codec.String(ref ProtocolData);
            codec.Array(ref Members);
            if (codec.Version >= 3)
                codec.Int32(ref AuthorizedOperations);
        }

        /// <summary>One element of <c>Members</c>.</summary>
        public sealed class Member : IWireStruct
        {
            public string MemberId = "";

            public string? GroupInstanceId;

            public string ClientId = "";

            public string ClientHost = "";

            public byte[] MemberMetadata = [];

            public byte[] MemberAssignment = [];

            /// <inheritdoc/>
            public void Fields<TCodec>(ref TCodec codec)
                where TCodec : struct, IWireCodec
            {
                codec.String(ref MemberId);
                if (codec.Version >= 4)
                    codec.NullableString(ref GroupInstanceId);
                codec.String(ref ClientId);
                codec.String(ref ClientHost);
                codec.Bytes(ref MemberMetadata);
                codec.Bytes(ref MemberAssignment);
            }
        }
    }
}
