namespace Hops.Kafka.Wire.Messages;

/// <summary>DescribeCluster (API key 60), versions 0 to 2, flexible from 0: describes the cluster.</summary>
public sealed class DescribeClusterRequest : IRequest<DescribeClusterResponse>
{
    /// <summary>True to be told what the caller may do with the cluster (KIP-430).</summary>
    public bool IncludeClusterAuthorizedOperations;

    /// <summary>1 for brokers, 2 for controllers (KIP-919). From version 1.</summary>
    public sbyte EndpointType = 1;

    /// <summary>True to be told brokers that are fenced, too. From version 2.</summary>
    public bool IncludeFencedBrokers;

    /// <inheritdoc/>
    public static ApiKey Api => ApiKey.DescribeCluster;

    /// <inheritdoc/>
    public static short FlexibleFrom => 0;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.Bool(ref IncludeClusterAuthorizedOperations);
        if (codec.Version >= 1)
            codec.Int8(ref EndpointType);
        if (codec.Version >= 2)
            codec.Bool(ref IncludeFencedBrokers);
    }
}

/// <summary>Answer to DescribeCluster.</summary>
public sealed class DescribeClusterResponse : IWireStruct
{
    /// <summary>How long the client should wait before its next request because of a quota, in milliseconds; 0 for not at all.</summary>
    public int ThrottleTimeMs;

    /// <summary>What went wrong, or <c>None</c>.</summary>
    public KafkaError ErrorCode;

    /// <summary>What went wrong, for a person; null for the usual words of the code.</summary>
    public string? ErrorMessage;

    /// <summary>1 for brokers, 2 for controllers (KIP-919). From version 1.</summary>
    public sbyte EndpointType = 1;

    /// <summary>Id of the cluster.</summary>
    public string ClusterId = "";

    /// <summary>Id of the controller; -1 if there is none.</summary>
    public int ControllerId = -1;

    /// <summary>Brokers of the cluster.</summary>
    public List<Broker> Brokers = [];

    /// <summary>
    /// What the caller may do with the cluster, as bits by the number of the operation (KIP-430); <see cref="int.MinValue"/> if not asked.
    /// </summary>
    public int ClusterAuthorizedOperations = int.MinValue;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.Int32(ref ThrottleTimeMs);
        codec.Error(ref ErrorCode);
        codec.NullableString(ref ErrorMessage);
        if (codec.Version >= 1)
            codec.Int8(ref EndpointType);
        codec.String(ref ClusterId);
        codec.Int32(ref ControllerId);
        codec.Array(ref Brokers);
        codec.Int32(ref ClusterAuthorizedOperations);
    }

    /// <summary>One element of <c>Brokers</c>.</summary>
    public sealed class Broker : IWireStruct
    {
        /// <summary>Id of the broker.</summary>
        public int BrokerId;

        /// <summary>Host name or address that clients connect to.</summary>
        public string Host = "";

        /// <summary>TCP port that clients connect to.</summary>
        public int Port;

        /// <summary>Rack of the broker; null if it has none.</summary>
        public string? Rack;

        /// <summary>True if it takes no part for now. From version 2.</summary>
        public bool IsFenced;

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.Int32(ref BrokerId);
            codec.String(ref Host);
            codec.Int32(ref Port);
            codec.NullableString(ref Rack);
            if (codec.Version >= 2)
                codec.Bool(ref IsFenced);
        }
    }
}
