using Hops.Kafka;
using Hops.Kafka.Wire.Messages;
using Hops.KafkaCluster.Wire;

namespace Hops.KafkaCluster.Topics;

/// <summary>Topics of the cluster, as its administrator sees and changes them.</summary>
internal static class ClusterTopics
{
    private const short MetadataVersionMax = 9;
    private const short CreateVersionMax = 7;
    private const short GrowVersionMax = 3;
    private const short DeleteVersionMax = 5;

    /// <summary>Names of one request.</summary>
    private const int AtOnceMax = 500;

    /// <summary>Which of some topics there are, with their numbers of partitions.</summary>
    public static async Task<Dictionary<string, int>> FindAsync(ClusterConnection cluster, IEnumerable<string> names, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var some in names.Chunk(AtOnceMax))
        {
            var request = new MetadataRequest { Topics = [.. some.Select(name => new MetadataRequest.Topic { Name = name })], AllowAutoTopicCreation = false };
            var answer = await cluster.SendAsync<MetadataRequest, MetadataResponse>(request, MetadataVersionMax, cancellationToken);
            foreach (var topic in answer.Topics.Where(topic => topic.ErrorCode != KafkaError.UnknownTopicOrPartition))
            {
                if (ClusterRefusal.IsOfPlatform(topic.ErrorCode))
                    throw ClusterRefusal.Of(topic.ErrorCode, null, "see topics");
                found[topic.Name!] = topic.Partitions.Count;
            }
        }

        return found;
    }

    /// <summary>Makes topics, or says whether they could be made.</summary>
    /// <returns>What is refused, by name; what is there already, too.</returns>
    public static async Task<Dictionary<string, (KafkaError Error, string Message)>> CreateAsync(
        ClusterConnection cluster, IEnumerable<TopicWish> wishes, bool isCheck, CancellationToken cancellationToken)
    {
        var refused = new Dictionary<string, (KafkaError, string)>(StringComparer.Ordinal);
        foreach (var some in wishes.Chunk(AtOnceMax))
        {
            var request = new CreateTopicsRequest { Topics = [.. some.Select(wish => wish.ToWire())], TimeoutMs = cluster.TimeoutMs, ValidateOnly = isCheck };
            var answer = await cluster.SendAsync<CreateTopicsRequest, CreateTopicsResponse>(request, CreateVersionMax, cancellationToken);
            foreach (var topic in answer.Topics.Where(topic => topic.ErrorCode != KafkaError.None))
            {
                if (ClusterRefusal.IsOfPlatform(topic.ErrorCode))
                    throw ClusterRefusal.Of(topic.ErrorCode, topic.ErrorMessage, "make topics");
                refused[topic.Name] = (topic.ErrorCode, topic.ErrorMessage ?? topic.ErrorCode.ToString());
            }
        }

        return refused;
    }

    /// <summary>Gives topics more partitions.</summary>
    public static async Task GrowAsync(ClusterConnection cluster, IReadOnlyCollection<(string Name, int PartitionCount)> wishes, CancellationToken cancellationToken)
    {
        foreach (var some in wishes.Chunk(AtOnceMax))
        {
            var request = new CreatePartitionsRequest
            {
                Topics = [.. some.Select(wish => new CreatePartitionsRequest.Topic { Name = wish.Name, Count = wish.PartitionCount })],
                TimeoutMs = cluster.TimeoutMs,
            };
            var answer = await cluster.SendAsync<CreatePartitionsRequest, CreatePartitionsResponse>(request, GrowVersionMax, cancellationToken);
            foreach (var result in answer.Results)
                ClusterRefusal.Demand(result.ErrorCode, result.ErrorMessage, $"give partitions to '{result.Name}'");
        }
    }

    /// <summary>Deletes topics; those that are not there are no fault. Returns when the broker that is asked does not name them any more.</summary>
    public static async Task DeleteAsync(
        ClusterConnection cluster, IReadOnlyCollection<string> names, TimeProvider time, CancellationToken cancellationToken)
    {
        foreach (var some in names.Chunk(AtOnceMax))
        {
            var request = new DeleteTopicsRequest { TopicNames = some, TimeoutMs = cluster.TimeoutMs };
            var answer = await cluster.SendAsync<DeleteTopicsRequest, DeleteTopicsResponse>(request, DeleteVersionMax, cancellationToken);
            foreach (var result in answer.Responses.Where(result => result.ErrorCode != KafkaError.UnknownTopicOrPartition))
                ClusterRefusal.Demand(result.ErrorCode, result.ErrorMessage, $"delete the topic '{result.Name}'");
        }

        await AwaitAsync(cluster, names, isThere: false, time, cancellationToken);
    }

    /// <summary>Waits until a broker names topics that were made, or names those no more that were deleted: clients ask the brokers, not the controller.</summary>
    public static Task AwaitAsync(
        ClusterConnection cluster, IReadOnlyCollection<string> names, bool isThere, TimeProvider time, CancellationToken cancellationToken) =>
        Propagation.AwaitAsync(
            time,
            async () => await FindAsync(cluster, names, cancellationToken) is var found && names.All(name => found.ContainsKey(name) == isThere),
            cancellationToken);
}

/// <summary>A topic to be made in the cluster.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="PartitionCount">Its partitions.</param>
/// <param name="ReplicationFactor">Copies of each; null for the cluster's default.</param>
/// <param name="Config">Settings that differ from their default.</param>
internal sealed record TopicWish(string Name, int PartitionCount, int? ReplicationFactor, IReadOnlyDictionary<string, string> Config)
{
    /// <summary>KIP-464: the broker's default.</summary>
    private const short DefaultOfCluster = -1;

    /// <summary>True for a setting that a topic may have from the embedded broker, and no cluster can follow: it does not know our registry.</summary>
    internal static bool IsOfEmbeddedBroker(string setting) => setting.StartsWith("confluent.", StringComparison.Ordinal);

    internal CreateTopicsRequest.Topic ToWire() => new()
    {
        Name = Name,
        NumPartitions = PartitionCount,
        ReplicationFactor = (short?)ReplicationFactor ?? DefaultOfCluster,
        Configs = [.. Config.Where(setting => !IsOfEmbeddedBroker(setting.Key)).Select(setting => new CreateTopicsRequest.Topic.Config { Name = setting.Key, Value = setting.Value })],
    };
}
