using System.Globalization;
using Hops.Kafka.Groups.Consumer;
using Hops.Kafka.Log;
using Hops.Kafka.Security;
using Hops.Kafka.Topics;

namespace Hops.Kafka.Cluster;

/// <summary>
/// What DescribeConfigs tells of the broker: under Apache Kafka's names, what holds here and what clients look up. Nothing of it can be
/// changed by this protocol, and nothing tells of the machine, of a secret or of a tenant.
/// </summary>
internal static class BrokerConfig
{
    /// <summary>The settings in order of their names.</summary>
    public static IReadOnlyList<BrokerConfigRow> Rows { get; } =
    [
        new("auto.create.topics.enable", ConfigType.Bool, "Whether asking for a topic makes it.", (broker, _) => Text(broker.AutoCreateTopics)),
        OfTopics("compression.type"),
        new("connections.max.idle.ms", ConfigType.Int64, "How long a connection may be silent.", (broker, _) => Text(broker.IdleTimeout)),
        Always("default.replication.factor", ConfigType.Int32, "1", "Replicas of a topic: there is one broker."),
        Always("delete.topic.enable", ConfigType.Bool, "true", "Whether topics can be deleted."),
        Always("group.consumer.assignors", ConfigType.List, string.Join(',', ServerAssignors.Names), "How groups of the newer protocol share out partitions."),
        new(
            "group.consumer.heartbeat.interval.ms",
            ConfigType.Int32,
            "How often a member of the newer protocol says that it is there.",
            (broker, _) => Text(broker.ConsumerHeartbeatInterval)),
        new("group.consumer.max.size", ConfigType.Int32, "Most members of a group of the newer protocol.", (broker, _) => Text(broker.GroupMembersMax)),
        new(
            "group.consumer.migration.policy",
            ConfigType.Text,
            "Which groups with members in them go over to the other protocol.",
            (broker, _) => broker.ConsumerMigrationPolicy.ToString().ToLowerInvariant()),
        new(
            "group.consumer.session.timeout.ms",
            ConfigType.Int32,
            "How long a member of the newer protocol may be silent.",
            (broker, _) => Text(broker.ConsumerSessionTimeout)),
        Always("group.coordinator.rebalance.protocols", ConfigType.List, "classic,consumer", "Protocols that members of groups may speak."),
        new("group.initial.rebalance.delay.ms", ConfigType.Int32, "How long an empty group waits for more members.", (broker, _) => Text(broker.InitialRebalanceDelay)),
        new("group.max.session.timeout.ms", ConfigType.Int32, "Longest session timeout of a member.", (broker, _) => Text(broker.SessionTimeoutMax)),
        new("group.max.size", ConfigType.Int32, "Most members of a group.", (broker, _) => Text(broker.GroupMembersMax)),
        new("group.min.session.timeout.ms", ConfigType.Int32, "Shortest session timeout of a member.", (broker, _) => Text(broker.SessionTimeoutMin)),
        OfTopics("log.cleanup.policy", "cleanup.policy"),
        new(
            "log.flush.interval.messages",
            ConfigType.Int64,
            "1: a batch is acknowledged and read when it is synced to the disk; the largest number: syncing is left to the system.",
            (_, log) => Text(log.Flush == FlushMode.Commit ? 1 : long.MaxValue)),
        OfTopics("log.index.interval.bytes", "index.interval.bytes"),
        OfTopics("log.message.timestamp.after.max.ms", "message.timestamp.after.max.ms"),
        OfTopics("log.message.timestamp.before.max.ms", "message.timestamp.before.max.ms"),
        OfTopics("log.message.timestamp.type", "message.timestamp.type"),
        OfTopics("log.retention.bytes", "retention.bytes"),
        new("log.retention.check.interval.ms", ConfigType.Int64, "How often old segments are looked for.", (_, log) => Text(log.MaintenanceInterval)),
        OfTopics("log.retention.ms", "retention.ms"),
        OfTopics("log.roll.ms", "segment.ms"),
        OfTopics("log.segment.bytes", "segment.bytes"),
        OfTopics("message.max.bytes", "max.message.bytes"),
        OfTopics("min.insync.replicas"),
        new("node.id", ConfigType.Int32, "Id of this broker.", (broker, _) => Text(broker.NodeId)),
        new("num.partitions", ConfigType.Int32, "Partitions of a topic whose creator does not say.", (broker, _) => Text(broker.PartitionsDefault)),
        new("offsets.retention.minutes", ConfigType.Int32, "How long committed offsets outlive their group.", (broker, _) => Text((long)broker.OffsetRetention.TotalMinutes)),
        new("producer.id.expiration.ms", ConfigType.Int32, "How long a silent producer keeps its sequence numbers.", (_, log) => Text(log.ProducerExpiry)),
        new(
            "sasl.enabled.mechanisms",
            ConfigType.List,
            "Ways to sign in.",
            (broker, _) => broker.RequireSasl ? string.Join(',', SaslMechanisms.Names) : ""),
        new("socket.request.max.bytes", ConfigType.Int32, "Largest request.", (broker, _) => Text(broker.FrameMaxBytes)),
        Always("unclean.leader.election.enable", ConfigType.Bool, "false", "Whether a replica may lead that lacks records."),
    ];

    private static readonly BrokerOptions DefaultBroker = new();
    private static readonly LogOptions DefaultLog = new();

    /// <summary>What groups have of it, under the names that it has there (KIP-848).</summary>
    public static IEnumerable<(BrokerConfigRow Row, string Value, ConfigSource Source)> OfGroups(BrokerOptions broker, LogOptions log) =>
        Effective(broker, log)
            .Where(setting => setting.Row.Name is "group.consumer.heartbeat.interval.ms" or "group.consumer.session.timeout.ms")
            .Select(setting => setting with { Row = setting.Row with { Name = setting.Row.Name["group.".Length..] } });

    /// <summary>Every setting with its value and where that comes from: what nobody has set otherwise is a default.</summary>
    public static IEnumerable<(BrokerConfigRow Row, string Value, ConfigSource Source)> Effective(BrokerOptions broker, LogOptions log)
    {
        foreach (var row in Rows)
        {
            var value = row.Value(broker, log);
            yield return (row, value, value == row.Value(DefaultBroker, DefaultLog) ? ConfigSource.Default : ConfigSource.StaticBroker);
        }
    }

    private static BrokerConfigRow Always(string name, ConfigType type, string value, string meaning) => new(name, type, meaning, (_, _) => value);

    /// <summary>What a topic has that does not say.</summary>
    private static BrokerConfigRow OfTopics(string name, string? topicSetting = null)
    {
        var row = TopicConfig.Find(topicSetting ?? name)!;
        return new BrokerConfigRow(name, row.Type, row.Meaning, (_, _) => row.Default);
    }

    private static string Text(bool value) => value ? "true" : "false";

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(TimeSpan value) => Text((long)value.TotalMilliseconds);
}

/// <summary>One setting of the broker.</summary>
/// <param name="Name">Apache Kafka's name.</param>
/// <param name="Type">Type as DescribeConfigs tells it.</param>
/// <param name="Meaning">One sentence.</param>
/// <param name="Value">Its value under these options.</param>
internal sealed record BrokerConfigRow(string Name, ConfigType Type, string Meaning, Func<BrokerOptions, LogOptions, string> Value);
