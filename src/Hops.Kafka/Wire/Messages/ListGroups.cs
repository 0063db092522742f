namespace Hops.Kafka.Wire.Messages;

/// <summary>ListGroups (API key 16), versions 0 to 5, flexible from 3: lists groups.</summary>
public sealed class ListGroupsRequest : IRequest<ListGroupsResponse>
{
    /// <summary>States to list (KIP-518); empty for all. From version 4.</summary>
    public string[] StatesFilter = [];

    /// <summary>Types to list, <c>classic</c> or <c>consumer</c> (KIP-848); empty for all. From version 5.</summary>
    public string[] TypesFilter = [];

    /// <inheritdoc/>
    public static ApiKey Api => ApiKey.ListGroups;

    /// <inheritdoc/>
    public static short FlexibleFrom => 3;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        if (codec.Version >= 4)
            codec.StringArray(ref StatesFilter);
        if (codec.Version >= 5)
            codec.StringArray(ref TypesFilter);
    }
}

/// <summary>Answer to ListGroups.</summary>
public sealed class ListGroupsResponse : IWireStruct
{
    /// <summary>
    /// How long the client should wait before its next request because of a quota, in milliseconds; 0 for not at all. From version 1.
    /// </summary>
    public int ThrottleTimeMs;

    /// <summary>What went wrong, or <c>None</c>.</summary>
    public KafkaError ErrorCode;

    /// <summary>Groups.</summary>
    public List<Group> Groups = [];

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        if (codec.Version >= 1)
            codec.Int32(ref ThrottleTimeMs);
        codec.Error(ref ErrorCode);
        codec.Array(ref Groups);
    }

    /// <summary>One element of <c>Groups</c>.</summary>
    public sealed class Group : IWireStruct
    {
        /// <summary>Name of the group.</summary>
        public string GroupId = "";

        /// <summary>Kind of the group: <c>consumer</c>, <c>connect</c>, ...</summary>
        public string ProtocolType = "";

        /// <summary>State of the group. From version 4.</summary>
        public string GroupState = "";

        /// <summary><c>classic</c> or <c>consumer</c>. From version 5.</summary>
        public string GroupType = "";

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.String(ref GroupId);
            codec.String(ref ProtocolType);
            if (codec.Version >= 4)
                codec.String(ref GroupState);
            if (codec.Version >= 5)
                codec.String(ref GroupType);
        }
    }
}
