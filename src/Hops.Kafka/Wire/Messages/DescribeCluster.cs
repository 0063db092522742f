namespace Hops.Kafka.Wire.Messages;

/// <summary>DescribeCluster (API key 60), versions 0 to 2, flexible from 0: describes the cluster.</summary>
public sealed class DescribeClusterRequest : IRequest<DescribeClusterResponse>
{
    public bool IncludeClusterAuthorizedOperations;

    public sbyte EndpointType = 1;

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
    public int ThrottleTimeMs;

    public KafkaError ErrorCode;

    public string? ErrorMessage;

    public sbyte EndpointType = 1;

    public string ClusterId = "";

    public int ControllerId = -1;

    public List<Broker> Brokers = [];

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
        public int BrokerId;

        public string Host = "";

        public int Port;

        public string? Rack;

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
