namespace Hops.Kafka.Wire.Messages;

/// <summary>
/// FindCoordinator (API key 10), versions 0 to 5, flexible from 3: finds the coordinator of groups (type 0) or transactional ids
/// (type 1).
/// </summary>
public sealed class FindCoordinatorRequest : IRequest<FindCoordinatorResponse>
{
    public string Key = "";

    public sbyte KeyType;

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
    public int ThrottleTimeMs;

    public KafkaError ErrorCode;

    public string? ErrorMessage;

    public int NodeId;

    public string Host = "";

    public int Port;

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
        public string Key = "";

        public int NodeId;

        public string Host = "";

        public int Port;

        public KafkaError ErrorCode;

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
