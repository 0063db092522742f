using System.Collections.Frozen;
using Hops.Core.Errors;
using Hops.Kafka.Log;

namespace Hops.Kafka.Topics;

/// <summary>
/// The settings that a topic can have: exactly those that the broker honours, with Apache Kafka's names and defaults. Whatever
/// DescribeConfigs reports is accepted again by CreateTopics, AlterConfigs and IncrementalAlterConfigs.
/// </summary>
public static class TopicConfig
{
    /// <summary>All settings in order of their names.</summary>
    public static IReadOnlyList<TopicConfigRow> Rows { get; } =
    [
        new("cleanup.policy", "delete", ConfigType.List, "What happens to old records: delete by age and size, compact to the newest one of each key, or both."),
        new("compression.type", "producer", ConfigType.Text, "Batches are kept as the producer compressed them."),
        new("confluent.key.schema.validation", "false", ConfigType.Bool, "Keys must begin with the id of a schema that is registered under the topic's name and -key."),
        new("confluent.value.schema.validation", "false", ConfigType.Bool, "Values must begin with the id of a schema that is registered under the topic's name and -value."),
        new("delete.retention.ms", "86400000", ConfigType.Int64, "How long a record without a value stays in a compacted topic."),
        new("index.interval.bytes", "4096", ConfigType.Int32, "Log bytes between two entries of the offset index."),
        new("max.compaction.lag.ms", "9223372036854775807", ConfigType.Int64, "After which time a record is compacted whatever that is worth."),
        new("max.message.bytes", "1048588", ConfigType.Int32, "Largest record batch in bytes."),
        new("message.timestamp.after.max.ms", "3600000", ConfigType.Int64, "How far a record's time may lie in the future."),
        new("message.timestamp.before.max.ms", "9223372036854775807", ConfigType.Int64, "How far a record's time may lie in the past."),
        new("message.timestamp.type", "CreateTime", ConfigType.Text, "CreateTime or LogAppendTime."),
        new("min.cleanable.dirty.ratio", "0.5", ConfigType.Float64, "The part of a log that is not compacted yet for it to be worth it."),
        new("min.compaction.lag.ms", "0", ConfigType.Int64, "How long a record stays before it may be compacted."),
        new("min.insync.replicas", "1", ConfigType.Int32, "Replicas that must have a record before it is acknowledged: there is one."),
        new("retention.bytes", "-1", ConfigType.Int64, "Bytes that a partition keeps at most; -1 for no bound."),
        new("retention.ms", "604800000", ConfigType.Int64, "How long records are kept; -1 for ever."),
        new("segment.bytes", "1073741824", ConfigType.Int32, "Size at which a new segment of the log begins."),
        new("segment.ms", "604800000", ConfigType.Int64, "Age at which a new segment of the log begins."),
    ];

    private static readonly FrozenDictionary<string, TopicConfigRow> ByName = Rows.ToFrozenDictionary(row => row.Name, StringComparer.Ordinal);

    /// <summary>The row of a setting, or null if there is no such setting.</summary>
    public static TopicConfigRow? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The row of a setting.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>: there is no such setting.</exception>
    public static TopicConfigRow Get(string name) =>
        Find(name) ?? throw new PlatformException(ErrorCode.InvalidArgument, $"There is no topic setting '{name}' here: leave it out.").With("setting", name);

    /// <summary>Checks names and values.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>: a setting is unknown or its value is not acceptable.</exception>
    public static void Check(IReadOnlyDictionary<string, string> config)
    {
        TopicSettings.Parse(config);
        foreach (var (name, value) in config)
        {
            _ = Get(name);
            if (name == "min.insync.replicas" && value != "1")
                throw new PlatformException(ErrorCode.InvalidArgument, "min.insync.replicas can only be 1: a partition has one replica.").With("setting", name);
        }
    }

    /// <summary>Every setting of a topic with its value and where that comes from.</summary>
    internal static IEnumerable<(TopicConfigRow Row, string Value, ConfigSource Source)> Effective(Topic topic)
    {
        foreach (var row in Rows)
        {
            var own = topic.Config.GetValueOrDefault(row.Name);
            yield return (row, own ?? row.Default, own is null ? ConfigSource.Default : ConfigSource.Topic);
        }
    }
}

/// <summary>One setting of topics.</summary>
/// <param name="Name">Apache Kafka's name.</param>
/// <param name="Default">Value where a topic does not say.</param>
/// <param name="Type">Type as DescribeConfigs tells it.</param>
/// <param name="Meaning">One sentence.</param>
public sealed record TopicConfigRow(string Name, string Default, ConfigType Type, string Meaning);
