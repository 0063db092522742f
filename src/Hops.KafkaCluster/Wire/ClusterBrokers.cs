using Hops.Client.Topics;
using Hops.Core.Errors;
using Hops.Kafka;
using Hops.Kafka.Wire;
using Hops.Kafka.Wire.Messages;

namespace Hops.KafkaCluster.Wire;

/// <summary>The brokers of the cluster, for what only one of them can answer.</summary>
/// <param name="connection">A connection to one of them, which owns those to the others.</param>
/// <param name="brokers">All of them.</param>
/// <param name="controllerId">The one that changes the cluster, or passes on what is to be changed; -1 if there is none at the moment.</param>
internal sealed class ClusterBrokers(BrokerConnection connection, IReadOnlyList<MetadataResponse.Broker> brokers, int controllerId)
{
    private const string FindCoordinator = "find the coordinator of a group";
    private const ApiKey DescribeQuorum = (ApiKey)55;
    private const short MetadataVersionMax = 9;
    private const short FindCoordinatorVersionMax = 4;

    /// <summary>First version that answers for several groups (KIP-699), and each by itself.</summary>
    private const short SeveralCoordinatorsVersion = 4;

    /// <summary>Asks who they are.</summary>
    public static async Task<ClusterBrokers> FindAsync(BrokerConnection connection, CancellationToken cancellationToken)
    {
        var answer = await connection.SendAsync<MetadataRequest, MetadataResponse>(new MetadataRequest { Topics = [] }, MetadataVersionMax, cancellationToken);
        return new ClusterBrokers(connection, answer.Brokers, answer.ControllerId);
    }

    /// <summary>Connections to all of them; they remain where they are.</summary>
    public Task<BrokerConnection[]> ConnectAsync(CancellationToken cancellationToken) =>
        brokers.Count <= 1 ? Task.FromResult<BrokerConnection[]>([connection]) : Task.WhenAll(brokers.Select(broker => connection.PeerAsync(broker.Host, broker.Port, cancellationToken)));

    /// <summary>True for the answers of who is not the coordinator of a group, or not yet.</summary>
    public static bool IsPassing(KafkaError error) => error is KafkaError.NotCoordinator or KafkaError.CoordinatorNotAvailable or KafkaError.CoordinatorLoadInProgress;

    /// <summary>A connection to the coordinator of a group; null if there is none yet: a cluster that has had no group makes the place for them first.</summary>
    /// <exception cref="PlatformException"><c>Unavailable</c>.</exception>
    public async Task<BrokerConnection?> CoordinatorAsync(string group, CancellationToken cancellationToken)
    {
        var request = new FindCoordinatorRequest { Key = group, CoordinatorKeys = [group] };
        var answer = await connection.SendAsync<FindCoordinatorRequest, FindCoordinatorResponse>(request, FindCoordinatorVersionMax, cancellationToken);
        var found = connection.Offers(ApiKey.FindCoordinator, SeveralCoordinatorsVersion)
            ? answer.Coordinators.FirstOrDefault() ?? throw ClusterRefusal.Of(KafkaError.UnknownServerError, "it names none", FindCoordinator)
            : new FindCoordinatorResponse.Coordinator { Host = answer.Host, Port = answer.Port, ErrorCode = answer.ErrorCode, ErrorMessage = answer.ErrorMessage };
        if (IsPassing(found.ErrorCode))
            return null;
        ClusterRefusal.Demand(found.ErrorCode, found.ErrorMessage, FindCoordinator);
        return brokers.Count <= 1 ? connection : await connection.PeerAsync(found.Host, found.Port, cancellationToken);
    }

    /// <summary>
    /// A connection to a broker that takes what changes the cluster: any one if brokers pass it on to the controller (KIP-590), as all do in a cluster without
    /// ZooKeeper, which has a quorum to describe; or the controller.
    /// </summary>
    public static async Task<BrokerConnection> ControllerAsync(BrokerConnection connection, CancellationToken cancellationToken) =>
        connection.Offers(DescribeQuorum) ? connection : await (await FindAsync(connection, cancellationToken)).ControllerAsync(cancellationToken);

    private Task<BrokerConnection> ControllerAsync(CancellationToken cancellationToken) =>
        brokers.Count > 1 && brokers.FirstOrDefault(broker => broker.NodeId == controllerId) is { } controller
            ? connection.PeerAsync(controller.Host, controller.Port, cancellationToken)
            : Task.FromResult(connection);
}
