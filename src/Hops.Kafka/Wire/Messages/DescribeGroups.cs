namespace Hops.Kafka.Wire.Messages;

/// <summary>DescribeGroups (API key 15), versions 0 to 6, flexible from 5: describes classic groups.</summary>
public sealed class DescribeGroupsRequest : IRequest<DescribeGroupsResponse>
{
    /// <summary>Names of the groups.</summary>
    public string[] Groups = [];

    /// <summary>True to be told what the caller may do with each group (KIP-430). From version 3.</summary>
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
    /// <summary>
    /// How long the client should wait before its next request because of a quota, in milliseconds; 0 for not at all. From version 1.
    /// </summary>
    public int ThrottleTimeMs;

    /// <summary>Groups.</summary>
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
        /// <summary>What went wrong, or <c>None</c>.</summary>
        public KafkaError ErrorCode;

        /// <summary>What went wrong, for a person; null for the usual words of the code. From version 6.</summary>
        public string? ErrorMessage;

        /// <summary>Name of the group.</summary>
        public string GroupId = "";

        /// <summary><c>PreparingRebalance</c>, <c>CompletingRebalance</c>, <c>Stable</c>, <c>Empty</c> or <c>Dead</c>.</summary>
        public string GroupState = "";

        /// <summary>Kind of the group: <c>consumer</c>, <c>connect</c>, ...</summary>
        public string ProtocolType = "";

        /// <summary>Assignment protocol that the group has chosen; empty if none.</summary>
        public string ProtocolData = "";

        /// <summary>Members.</summary>
        public List<Member> Members = [];

        /// <summary>
        /// What the caller may do with the group, as bits by the number of the operation; <see cref="int.MinValue"/> if not asked. From version
        /// 3.
        /// </summary>
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
            /// <summary>Id of the member, which the coordinator has given it.</summary>
            public string MemberId = "";

            /// <summary>Name of a static member (KIP-345); null for a dynamic one. From version 4.</summary>
            public string? GroupInstanceId;

            /// <summary>Client id that the member sent.</summary>
            public string ClientId = "";

            /// <summary>Address it came from.</summary>
            public string ClientHost = "";

            /// <summary>What it said under the chosen protocol.</summary>
            public byte[] MemberMetadata = [];

            /// <summary>What the leader assigned to it.</summary>
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
