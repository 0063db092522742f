using Hops.Kafka.Wire.Messages;

namespace Hops.Client.Topics;

/// <summary>Which broker leads each partition of a topic: only that one takes and gives its records.</summary>
internal sealed class PartitionLeaders
{
    private readonly Dictionary<int, MetadataResponse.Broker> _brokers;

    private PartitionLeaders(Dictionary<int, MetadataResponse.Broker> brokers) => _brokers = brokers;

    /// <summary>Of a topic of which nothing is known yet: whoever is connected to is taken for the leader.</summary>
    public static PartitionLeaders None { get; } = new([]);

    /// <summary>True if one broker leads all of them.</summary>
    public bool IsOne => _brokers.Count == 0;

    /// <summary>Those of the one topic that was asked for. Where there is one broker it is not named: clients may know it by another address.</summary>
    public static PartitionLeaders Of(MetadataResponse answer) => answer.Brokers.Count > 1
        ? new(answer.Topics.Single().Partitions
            .Join(answer.Brokers, partition => partition.LeaderId, broker => broker.NodeId, (partition, broker) => (partition.PartitionIndex, broker)).ToDictionary())
        : None;

    /// <summary>Partitions, each with those of the same broker.</summary>
    public IEnumerable<IGrouping<MetadataResponse.Broker?, int>> Group(IEnumerable<int> partitions) => partitions.GroupBy(partition => _brokers.GetValueOrDefault(partition));

    /// <summary>The connection to a leader.</summary>
    /// <param name="connection">One to any broker of the cluster, which owns it.</param>
    /// <param name="leader">The leader; null for the broker of that connection.</param>
    /// <param name="cancellationToken">Stops waiting for it.</param>
    public static Task<BrokerConnection> ConnectAsync(BrokerConnection connection, MetadataResponse.Broker? leader, CancellationToken cancellationToken) =>
        leader is null ? Task.FromResult(connection) : connection.PeerAsync(leader.Host, leader.Port, cancellationToken);
}
