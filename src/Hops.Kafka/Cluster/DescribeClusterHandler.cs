using Hops.Kafka.Dispatch;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Cluster;

/// <summary>DescribeCluster: one broker, which is the controller too.</summary>
internal sealed class DescribeClusterHandler(BrokerState state, BrokerOptions options)
{
    private const sbyte Brokers = 1;

    public ValueTask<DescribeClusterResponse?> HandleAsync(Call call, DescribeClusterRequest request)
    {
        var response = new DescribeClusterResponse { EndpointType = request.EndpointType, ClusterId = state.ClusterId };
        if (request.EndpointType != Brokers)
        {
            response.ErrorCode = KafkaError.UnsupportedEndpointType;
            response.ErrorMessage = "This address serves brokers; there is no separate controller.";
            return new(response);
        }

        response.ControllerId = options.NodeId;
        response.Brokers.Add(new() { BrokerId = options.NodeId, Host = call.Session.AdvertisedHost, Port = call.Session.AdvertisedPort });
        return new(response);
    }
}
