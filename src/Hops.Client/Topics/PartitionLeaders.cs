using Hops.Core.Errors;
using Hops.Kafka;
using Hops.Kafka.Wire.Messages;

namespace Hops.Client.Topics;

/// <summary>Which broker leads each partition of a topic: only that one takes and gives its records.</summary>
internal sealed class PartitionLeaders
{
    private const short MetadataVersionMax = 10;

    private readonly Dictionary<int, MetadataResponse.Broker> _brokers;

    private PartitionLeaders(Dictionary<int, MetadataResponse.Broker> brokers) => _brokers = brokers;

    /// <summary>Of a topic of which nothing is known yet: whoever is connected to is taken for the leader.</summary>
    public static PartitionLeaders None { get; } = new([]);

    /// <summary>True if one broker leads all of them.</summary>
    public bool IsOne => _brokers.Count == 0;

    /// <summary>Asks a broker for a topic, and who leads its partitions.</summary>
    /// <param name="connection">One to any broker of the cluster.</param>
    /// <param name="topic">Name of the topic, for errors.</param>
    /// <param name="nameOnWire">What brokers call it.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="PlatformException"><c>NotFound</c>; <c>AccessDenied</c>; <c>Unavailable</c>.</exception>
    public static async Task<(MetadataResponse.Topic Topic, PartitionLeaders Leaders)> LocateAsync(
        BrokerConnection connection, string topic, string nameOnWire, CancellationToken cancellationToken)
    {
        var request = new MetadataRequest { Topics = [new MetadataRequest.Topic { Name = nameOnWire }], AllowAutoTopicCreation = false };
        var answer = await connection.SendAsync<MetadataRequest, MetadataResponse>(request, MetadataVersionMax, cancellationToken);
        var found = answer.Topics.Single();
        return found.ErrorCode == KafkaError.None ? (found, Of(found, answer.Brokers)) : throw BrokerErrors.Refusal(found.ErrorCode, topic);
    }

    /// <summary>Where there is one broker it is not named: clients may know it by another address.</summary>
    private static PartitionLeaders Of(MetadataResponse.Topic topic, List<MetadataResponse.Broker> brokers) => brokers.Count > 1
        ? new(topic.Partitions.Join(brokers, partition => partition.LeaderId, broker => broker.NodeId, (partition, broker) => (partition.PartitionIndex, broker)).ToDictionary())
        : None;

    /// <summary>The leader of a partition; null for the broker that was asked.</summary>
    public MetadataResponse.Broker? Of(int partition) => _brokers.GetValueOrDefault(partition);

    /// <summary>Partitions, each with those of the same broker.</summary>
    public IEnumerable<IGrouping<MetadataResponse.Broker?, int>> Group(IEnumerable<int> partitions) => partitions.GroupBy(Of);

    /// <summary>The connection to a leader.</summary>
    /// <param name="connection">One to any broker of the cluster, which owns it.</param>
    /// <param name="leader">The leader; null for the broker of that connection.</param>
    /// <param name="cancellationToken">Stops waiting for it.</param>
    public static Task<BrokerConnection> ConnectAsync(BrokerConnection connection, MetadataResponse.Broker? leader, CancellationToken cancellationToken) =>
        leader is null ? Task.FromResult(connection) : connection.PeerAsync(leader.Host, leader.Port, cancellationToken);
}
