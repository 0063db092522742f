namespace Hops.Kafka.Wire.Messages;

/// <summary>
/// FindCoordinator (API key 10), versions 0 to 5, flexible from 3: finds the coordinator of groups (type 0) or transactional ids
/// (type 1).
/// </summary>
public sealed class FindCoordinatorRequest : IRequest<FindCoordinatorResponse>
{
    /// <summary>Name of the group or transactional id. Up to version 3.</summary>
    public string Key = "";

    /// <summary>0 for a group, 1 for a transactional id, 2 for a share group. From version 1.</summary>
    public sbyte KeyType;

    /// <summary>Names of the groups or transactional ids (KIP-699). From version 4.</summary>
    public string[] CoordinatorKeys = [];

    /// <inheritdoc/>
    public static ApiKey Api => ApiKey.FindCoordinator;

    /// <inheritdoc/>
    public static short FlexibleFrom => 3;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        if (codec.Version <= 3)
            codec.String(ref Key);
        if (codec.Version >= 1)
            codec.Int8(ref KeyType);
        if (codec.Version >= 4)
            codec.StringArray(ref CoordinatorKeys);
    }
}

/// <summary>Answer to FindCoordinator.</summary>
public sealed class FindCoordinatorResponse : IWireStruct
{
    /// <summary>
    /// How long the client should wait before its next request because of a quota, in milliseconds; 0 for not at all. From version 1.
    /// </summary>
    public int ThrottleTimeMs;

    /// <summary>What went wrong, or <c>None</c>. Up to version 3.</summary>
    public KafkaError ErrorCode;

    /// <summary>What went wrong, for a person; null for the usual words of the code. Versions 1 to 3.</summary>
    public string? ErrorMessage;

    /// <summary>Id of the coordinator. Up to version 3.</summary>
    public int NodeId;

    /// <summary>Host name or address that clients connect to. Up to version 3.</summary>
    public string Host = "";

    /// <summary>TCP port that clients connect to. Up to version 3.</summary>
    public int Port;

    /// <summary>Coordinators by name. From version 4.</summary>
    public List<Coordinator> Coordinators = [];

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        if (codec.Version >= 1)
            codec.Int32(ref ThrottleTimeMs);
        if (codec.Version <= 3)
            codec.Error(ref ErrorCode);
        if (codec.Version >= 1 && codec.Version <= 3)
            codec.NullableString(ref ErrorMessage);
        if (codec.Version <= 3)
        {
            codec.Int32(ref NodeId);
            codec.String(ref Host);
            codec.Int32(ref Port);
        }

        if (codec.Version >= 4)
            codec.Array(ref Coordinators);
    }

    /// <summary>One element of <c>Coordinators</c>.</summary>
    public sealed class Coordinator : IWireStruct
    {
        /// <summary>Name of the group or transactional id.</summary>
        public string Key = "";

        /// <summary>Id of the coordinator.</summary>
        public int NodeId;

        /// <summary>Host name or address that clients connect to.</summary>
        public string Host = "";

        /// <summary>TCP port that clients connect to.</summary>
        public int Port;

        /// <summary>What went wrong, or <c>None</c>.</summary>
        public KafkaError ErrorCode;

        /// <summary>What went wrong, for a person; null for the usual words of the code.</summary>
        public string? ErrorMessage;

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.String(ref Key);
            codec.Int32(ref NodeId);
            codec.String(ref Host);
            codec.Int32(ref Port);
            codec.Error(ref ErrorCode);
            codec.NullableString(ref ErrorMessage);
        }
    }
}
