namespace Hops.Kafka.Wire.Messages;

/// <summary>DeleteGroups (API key 42), versions 0 to 2, flexible from 2: deletes empty groups and their offsets.</summary>
public sealed class DeleteGroupsRequest : IRequest<DeleteGroupsResponse>
{
    /// <summary>Names of the groups.</summary>
    public string[] GroupsNames = [];

    /// <inheritdoc/>
    public static ApiKey Api => ApiKey.DeleteGroups;

    /// <inheritdoc/>
    public static short FlexibleFrom => 2;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.StringArray(ref GroupsNames);
    }
}

/// <summary>Answer to DeleteGroups.</summary>
public sealed class DeleteGroupsResponse : IWireStruct
{
    /// <summary>How long the client should wait before its next request because of a quota, in milliseconds; 0 for not at all.</summary>
    public int ThrottleTimeMs;

    /// <summary>Outcomes by group.</summary>
    public List<Result> Results = [];

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.Int32(ref ThrottleTimeMs);
        codec.Array(ref Results);
    }

    /// <summary>One element of <c>Results</c>.</summary>
    public sealed class Result : IWireStruct
    {
        /// <summary>Name of the group.</summary>
        public string GroupId = "";

        /// <summary>What went wrong, or <c>None</c>.</summary>
        public KafkaError ErrorCode;

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.String(ref GroupId);
            codec.Error(ref ErrorCode);
        }
    }
}
