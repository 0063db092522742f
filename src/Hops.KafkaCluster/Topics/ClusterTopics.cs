using Hops.Kafka;
using Hops.Kafka.Topics;
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
    private const short DescribeVersionMax = 4;
    private const short ConfigureVersionMax = 1;

    /// <summary>Numbers of KIP-133 and KIP-339: a topic among resources, a setting that is its own, and what is done with it.</summary>
    private const sbyte TopicResource = 2;
    private const sbyte OfTopic = 1;
    private const sbyte Set = 0;
    private const sbyte Delete = 1;

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
            var answer = await cluster.AdministerAsync<CreateTopicsRequest, CreateTopicsResponse>(request, CreateVersionMax, cancellationToken);
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
            var answer = await cluster.AdministerAsync<CreatePartitionsRequest, CreatePartitionsResponse>(request, GrowVersionMax, cancellationToken);
            foreach (var result in answer.Results)
                ClusterRefusal.Demand(result.ErrorCode, result.ErrorMessage, $"give partitions to '{result.Name}'");
        }
    }

    /// <summary>Settings that topics have of their own, of those that the platform looks after.</summary>
    public static async Task<Dictionary<string, IReadOnlyDictionary<string, string>>> SettingsAsync(
        ClusterConnection cluster, IEnumerable<string> names, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        foreach (var some in names.Chunk(AtOnceMax))
        {
            var request = new DescribeConfigsRequest
            {
                Resources = [.. some.Select(name => new DescribeConfigsRequest.Resource { ResourceType = TopicResource, ResourceName = name, ConfigurationKeys = [.. TopicWish.Settings] })],
            };
            var answer = await cluster.SendAsync<DescribeConfigsRequest, DescribeConfigsResponse>(request, DescribeVersionMax, cancellationToken);
            foreach (var result in answer.Results.Where(result => result.ErrorCode != KafkaError.UnknownTopicOrPartition))
            {
                ClusterRefusal.Demand(result.ErrorCode, result.ErrorMessage, $"see the settings of '{result.ResourceName}'");
                found[result.ResourceName] = result.Configs.Where(config => config.ConfigSource == OfTopic && config.Value is not null)
                    .ToDictionary(config => config.Name, config => config.Value!, StringComparer.Ordinal);
            }
        }

        return found;
    }

    /// <summary>Changes settings of topics, or says whether they could be changed.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="changes">By topic, settings by Apache Kafka's names; null for the cluster's default.</param>
    /// <param name="isCheck">True to change nothing.</param>
    /// <param name="cancellationToken">Stops it between two requests.</param>
    /// <returns>What is refused, by topic.</returns>
    public static async Task<Dictionary<string, string>> ConfigureAsync(
        ClusterConnection cluster, IEnumerable<(string Name, IReadOnlyDictionary<string, string?> Settings)> changes, bool isCheck, CancellationToken cancellationToken)
    {
        var refused = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var some in changes.Chunk(AtOnceMax))
        {
            var request = new IncrementalAlterConfigsRequest
            {
                Resources =
                [
                    .. some.Select(change => new IncrementalAlterConfigsRequest.Resource
                    {
                        ResourceType = TopicResource,
                        ResourceName = change.Name,
                        Configs = [.. change.Settings.Select(setting => new IncrementalAlterConfigsRequest.Resource.Config
                        {
                            Name = setting.Key, ConfigOperation = setting.Value is null ? Delete : Set, Value = setting.Value,
                        })],
                    }),
                ],
                ValidateOnly = isCheck,
            };
            var answer = await cluster.AdministerAsync<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse>(request, ConfigureVersionMax, cancellationToken);
            foreach (var result in answer.Responses.Where(result => result.ErrorCode != KafkaError.None))
            {
                if (ClusterRefusal.IsOfPlatform(result.ErrorCode))
                    throw ClusterRefusal.Of(result.ErrorCode, result.ErrorMessage, "change settings of topics");
                refused[result.ResourceName] = result.ErrorMessage ?? result.ErrorCode.ToString();
            }
        }

        return refused;
    }

    /// <summary>Deletes topics; those that are not there are no fault. Returns when the broker that is asked does not name them any more.</summary>
    public static async Task DeleteAsync(
        ClusterConnection cluster, IReadOnlyCollection<string> names, TimeProvider time, CancellationToken cancellationToken)
    {
        foreach (var some in names.Chunk(AtOnceMax))
        {
            var request = new DeleteTopicsRequest { TopicNames = some, TimeoutMs = cluster.TimeoutMs };
            var answer = await cluster.AdministerAsync<DeleteTopicsRequest, DeleteTopicsResponse>(request, DeleteVersionMax, cancellationToken);
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

    /// <summary>
    /// The settings that the platform looks after there. Not those of the embedded broker alone, which asks our registry, nor how many copies must have a record:
    /// the platform knows one, and the administrators of the cluster know better.
    /// </summary>
    public static IReadOnlyList<string> Settings { get; } =
        [.. TopicConfig.Rows.Select(row => row.Name).Where(name => !IsOfEmbeddedBroker(name) && name != "min.insync.replicas")];

    /// <summary>True for a setting that a topic may have from the embedded broker, and no cluster can follow: it does not know our registry.</summary>
    internal static bool IsOfEmbeddedBroker(string setting) => setting.StartsWith("confluent.", StringComparison.Ordinal);

    /// <summary>What is to change for a topic that has some settings of its own to have those that it should; empty if nothing is.</summary>
    public static IReadOnlyDictionary<string, string?> Changes(IReadOnlyDictionary<string, string> present, IReadOnlyDictionary<string, string> wanted) =>
        Settings.Where(name => present.GetValueOrDefault(name) != wanted.GetValueOrDefault(name)).ToDictionary(name => name, name => wanted.GetValueOrDefault(name), StringComparer.Ordinal);

    internal CreateTopicsRequest.Topic ToWire() => new()
    {
        Name = Name,
        NumPartitions = PartitionCount,
        ReplicationFactor = (short?)ReplicationFactor ?? DefaultOfCluster,
        Configs = [.. Config.Where(setting => !IsOfEmbeddedBroker(setting.Key)).Select(setting => new CreateTopicsRequest.Topic.Config { Name = setting.Key, Value = setting.Value })],
    };
}
