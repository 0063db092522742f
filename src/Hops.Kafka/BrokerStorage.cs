using Hops.Core.Health;
using Hops.Core.Storage;
using Hops.Kafka.Log;
using Hops.Kafka.Topics;
using Hops.Kafka.Traffic;
using Hops.Metadata;

namespace Hops.Kafka;

/// <summary>Where a broker keeps things.</summary>
/// <param name="Metadata">Topics, groups, offsets.</param>
/// <param name="Disk">Where the logs are.</param>
/// <param name="TopicsDirectory">Directory of the logs; its parent exists.</param>
/// <param name="Log">Settings of the logs.</param>
public sealed record BrokerStorage(MetadataStore Metadata, Disk Disk, string TopicsDirectory, LogOptions Log)
{
    /// <summary>The catalog of topics, loaded, if something else needed it before the broker; null to let the broker load its own.</summary>
    public TopicCatalog? Topics { get; init; }

    /// <summary>The quotas of traffic, loaded; the same.</summary>
    public TrafficQuotas? Traffic { get; init; }

    /// <summary>Room by which topics are deleted on a full disk; null for none.</summary>
    public DiskReserve? Reserve { get; init; }

    /// <summary>Where the broker says what is wrong with its logs; null for its log alone.</summary>
    public HealthBoard? Health { get; init; }
}
