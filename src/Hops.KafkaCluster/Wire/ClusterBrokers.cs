using Hops.Client.Topics;
using Hops.Core.Errors;
using Hops.Kafka;
using Hops.Kafka.Wire.Messages;

namespace Hops.KafkaCluster.Wire;

/// <summary>The brokers of the cluster, for what only one of them can answer.</summary>
/// <param name="connection">A connection to one of them, which owns those to the others.</param>
/// <param name="brokers">All of them.</param>
internal sealed class ClusterBrokers(BrokerConnection connection, IReadOnlyList<MetadataResponse.Broker> brokers)
{
    private const short MetadataVersionMax = 9;
    private const short FindCoordinatorVersionMax = 4;

    /// <summary>Asks who they are.</summary>
    public static async Task<ClusterBrokers> FindAsync(BrokerConnection connection, CancellationToken cancellationToken)
    {
        var answer = await connection.SendAsync<MetadataRequest, MetadataResponse>(new MetadataRequest { Topics = [] }, MetadataVersionMax, cancellationToken);
        return new ClusterBrokers(connection, answer.Brokers);
    }

    /// <summary>Connections to all of them; they remain where they are.</summary>
    public Task<BrokerConnection[]> ConnectAsync(CancellationToken cancellationToken) =>
        brokers.Count <= 1 ? Task.FromResult<BrokerConnection[]>([connection]) : Task.WhenAll(brokers.Select(broker => connection.PeerAsync(broker.Host, broker.Port, cancellationToken)));

    /// <summary>True for the answers of who is not the coordinator of a group, or not yet.</summary>
    public static bool IsPassing(KafkaError error) => error is KafkaError.NotCoordinator or KafkaError.CoordinatorNotAvailable or KafkaError.CoordinatorLoadInProgress;

    /// <summary>A connection to the coordinator of a group; null if there is none yet: a cluster that has had no group makes the place for them first.</summary>
    /// <exception cref="PlatformException"><c>Unavailable</c>; <c>Unsupported</c>: a cluster before Apache Kafka 3.0 (KIP-699).</exception>
    public async Task<BrokerConnection?> CoordinatorAsync(string group, CancellationToken cancellationToken)
    {
        var request = new FindCoordinatorRequest { CoordinatorKeys = [group] };
        var answer = await connection.SendAsync<FindCoordinatorRequest, FindCoordinatorResponse>(request, FindCoordinatorVersionMax, cancellationToken);
        var found = answer.Coordinators.FirstOrDefault() ?? throw new PlatformException(ErrorCode.Unsupported, "Consumer groups are shown of Apache Kafka 3.0 and newer.");
        if (IsPassing(found.ErrorCode))
            return null;
        ClusterRefusal.Demand(found.ErrorCode, found.ErrorMessage, "find the coordinator of a group");
        return brokers.Count <= 1 ? connection : await connection.PeerAsync(found.Host, found.Port, cancellationToken);
    }
}
