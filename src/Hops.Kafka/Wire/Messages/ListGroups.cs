namespace Hops.Kafka.Wire.Messages;

/// <summary>ListGroups (API key 16), versions 0 to 5, flexible from 3: lists groups.</summary>
public sealed class ListGroupsRequest : IRequest<ListGroupsResponse>
{
    public string[] StatesFilter = [];

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
    public int ThrottleTimeMs;

    public KafkaError ErrorCode;

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
        public string GroupId = "";

        public string ProtocolType = "";

        public string GroupState = "";

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
