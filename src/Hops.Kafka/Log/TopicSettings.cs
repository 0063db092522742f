using System.Globalization;
using Hops.Core.Errors;

namespace Hops.Kafka.Log;

/// <summary>Settings of one topic that its partition logs obey; names and defaults are those of Apache Kafka.</summary>
public sealed record TopicSettings
{
    private const string Delete = "delete";
    private const string Compact = "compact";

    /// <summary>What can be added to the time of a clock.</summary>
    private static readonly TimeSpan LongestRetention = TimeSpan.FromDays(365_000);

    /// <summary>The defaults.</summary>
    public static TopicSettings Default { get; } = new();

    /// <summary><c>segment.bytes</c>: size at which a new segment is begun.</summary>
    public int SegmentBytes { get; init; } = 1 << 30;

    /// <summary><c>segment.ms</c>: age at which a new segment is begun.</summary>
    public TimeSpan SegmentAge { get; init; } = TimeSpan.FromDays(7);

    /// <summary><c>retention.ms</c>: age at which a segment is removed; null for never.</summary>
    public TimeSpan? Retention { get; init; } = TimeSpan.FromDays(7);

    /// <summary><c>retention.bytes</c>: size of a partition beyond which old segments are removed; null for no bound.</summary>
    public long? RetentionBytes { get; init; }

    /// <summary><c>max.message.bytes</c>: largest batch.</summary>
    public int MessageMaxBytes { get; init; } = 1_048_588;

    /// <summary><c>message.timestamp.type</c>: true for LogAppendTime, false for CreateTime.</summary>
    public bool IsLogAppendTime { get; init; }

    /// <summary><c>message.timestamp.before.max.ms</c>: how far the producer's time may lie behind ours; null for any.</summary>
    public TimeSpan? TimestampBeforeMax { get; init; }

    /// <summary><c>message.timestamp.after.max.ms</c>: how far the producer's time may lie ahead of ours; null for any.</summary>
    public TimeSpan? TimestampAfterMax { get; init; } = TimeSpan.FromHours(1);

    /// <summary><c>cleanup.policy</c> holds <c>delete</c>: old records are removed by age and size.</summary>
    public bool IsDeleted { get; init; } = true;

    /// <summary><c>cleanup.policy</c> holds <c>compact</c>: of each key the newest record is kept.</summary>
    public bool IsCompacted { get; init; }

    /// <summary><c>min.cleanable.dirty.ratio</c>: the part of the log that must not be compacted yet for it to be worth it, 0 to 1.</summary>
    public double DirtyRatioMin { get; init; } = 0.5;

    /// <summary><c>min.compaction.lag.ms</c>: how long a record stays whatever comes after it.</summary>
    public TimeSpan CompactionLagMin { get; init; } = TimeSpan.Zero;

    /// <summary><c>max.compaction.lag.ms</c>: after which time a record is compacted whatever that is worth; null for never.</summary>
    public TimeSpan? CompactionLagMax { get; init; }

    /// <summary><c>delete.retention.ms</c>: how long a tombstone stays after it was compacted, for those who read from the beginning.</summary>
    public TimeSpan TombstoneRetention { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Age at which a new segment is begun: what is appended to is not compacted.</summary>
    public TimeSpan ActiveAgeMax => IsCompacted && CompactionLagMax < SegmentAge ? CompactionLagMax.Value : SegmentAge;

    /// <summary><c>confluent.key.schema.validation</c>: a key begins with the id of a schema that is registered for the keys of the topic.</summary>
    public bool AreKeySchemasChecked { get; init; }

    /// <summary><c>confluent.value.schema.validation</c>: a value begins with the id of a schema that is registered for the values of the topic.</summary>
    public bool AreValueSchemasChecked { get; init; }

    /// <summary><c>index.interval.bytes</c>: log bytes between two entries of the index.</summary>
    public int IndexIntervalBytes { get; init; } = 4096;

    /// <summary>Reads the settings that logs obey from a topic's configuration; other names are left to others.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>: a value is out of its range.</exception>
    public static TopicSettings Parse(IReadOnlyDictionary<string, string> configuration)
    {
        var policies = Policies(configuration);
        if (configuration.TryGetValue("compression.type", out var compression) && compression != "producer")
            throw Refused("compression.type", compression, "batches are stored as the producer compressed them; use 'producer'");
        return new TopicSettings
        {
            SegmentBytes = (int)Number(configuration, "segment.bytes", Default.SegmentBytes, 1 << 14, int.MaxValue),
            SegmentAge = Milliseconds(configuration, "segment.ms", 1) ?? Default.SegmentAge,
            Retention = configuration.ContainsKey("retention.ms") ? Milliseconds(configuration, "retention.ms", -1) : Default.Retention,
            RetentionBytes = Number(configuration, "retention.bytes", -1, -1, long.MaxValue) is var bytes && bytes < 0 ? null : bytes,
            MessageMaxBytes = (int)Number(configuration, "max.message.bytes", Default.MessageMaxBytes, 0, 1 << 28),
            IsLogAppendTime = IsAppendTime(configuration),
            TimestampBeforeMax = Milliseconds(configuration, "message.timestamp.before.max.ms", 0),
            TimestampAfterMax = configuration.ContainsKey("message.timestamp.after.max.ms")
                ? Milliseconds(configuration, "message.timestamp.after.max.ms", 0)
                : Default.TimestampAfterMax,
            IsDeleted = policies.Contains(Delete),
            IsCompacted = policies.Contains(Compact),
            DirtyRatioMin = Ratio(configuration, "min.cleanable.dirty.ratio", Default.DirtyRatioMin),
            CompactionLagMin = Milliseconds(configuration, "min.compaction.lag.ms", 0) ?? (configuration.ContainsKey("min.compaction.lag.ms") ? TimeSpan.MaxValue : TimeSpan.Zero),
            CompactionLagMax = Milliseconds(configuration, "max.compaction.lag.ms", 1),
            TombstoneRetention = Milliseconds(configuration, "delete.retention.ms", 0) ?? (configuration.ContainsKey("delete.retention.ms") ? LongestRetention : Default.TombstoneRetention),
            AreKeySchemasChecked = IsTrue(configuration, "confluent.key.schema.validation"),
            AreValueSchemasChecked = IsTrue(configuration, "confluent.value.schema.validation"),
            IndexIntervalBytes = (int)Number(configuration, "index.interval.bytes", Default.IndexIntervalBytes, 0, int.MaxValue),
        };
    }

    private static string[] Policies(IReadOnlyDictionary<string, string> configuration)
    {
        const string Name = "cleanup.policy";
        var text = configuration.GetValueOrDefault(Name, Delete);
        var policies = text.Split(',', StringSplitOptions.TrimEntries);
        return policies.All(policy => policy is Delete or Compact) ? policies : throw Refused(Name, text, "it is 'delete', 'compact' or 'compact,delete'");
    }

    private static double Ratio(IReadOnlyDictionary<string, string> configuration, string name, double absent)
    {
        if (!configuration.TryGetValue(name, out var text))
            return absent;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is >= 0 and <= 1
            ? value
            : throw Refused(name, text, "it is a number from 0 to 1");
    }

    private static bool IsTrue(IReadOnlyDictionary<string, string> configuration, string name) =>
        configuration.TryGetValue(name, out var text) && (bool.TryParse(text, out var value) ? value : throw Refused(name, text, "it is true or false"));

    private static bool IsAppendTime(IReadOnlyDictionary<string, string> configuration)
    {
        const string Name = "message.timestamp.type";
        return configuration.GetValueOrDefault(Name, "CreateTime") switch
        {
            "CreateTime" => false,
            "LogAppendTime" => true,
            var other => throw Refused(Name, other, "it is CreateTime or LogAppendTime"),
        };
    }

    /// <summary>A time in milliseconds; null where it is absent, -1, or longer than any clock.</summary>
    private static TimeSpan? Milliseconds(IReadOnlyDictionary<string, string> configuration, string name, long least)
    {
        var value = Number(configuration, name, -1, least, long.MaxValue);
        return value < 0 || value > TimeSpan.MaxValue.TotalMilliseconds / 2 ? null : TimeSpan.FromMilliseconds(value);
    }

    private static long Number(IReadOnlyDictionary<string, string> configuration, string name, long absent, long least, long most)
    {
        if (!configuration.TryGetValue(name, out var text))
            return absent;
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) || value < least || value > most)
            throw Refused(name, text, string.Create(CultureInfo.InvariantCulture, $"it is a whole number from {least} to {most}"));
        return value;
    }

    private static PlatformException Refused(string name, string value, string why) =>
        new PlatformException(ErrorCode.InvalidArgument, $"The setting {name}={value} is refused: {why}.").With("setting", name);
}
