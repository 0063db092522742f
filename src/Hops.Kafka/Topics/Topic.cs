using System.Collections.Immutable;
using Hops.Kafka.Log;

namespace Hops.Kafka.Topics;

/// <summary>One topic as the catalog knows it. Immutable.</summary>
public sealed record Topic
{
    /// <summary>The tenant (project) that owns it.</summary>
    public required long TenantId { get; init; }

    /// <summary>Name within the tenant.</summary>
    public required string Name { get; init; }

    /// <summary>Random id; a topic that is made anew under an old name has another one. Names the directory of its logs.</summary>
    public required Guid Id { get; init; }

    /// <summary>Number of partitions; only grows.</summary>
    public required int PartitionCount { get; init; }

    /// <summary>Settings that differ from their default, by name (see <see cref="TopicConfig"/>).</summary>
    public required ImmutableSortedDictionary<string, string> Config { get; init; }

    /// <summary>Name of the principal that made it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>What its logs obey: <see cref="Config"/> over the defaults.</summary>
    public TopicSettings Settings => TopicSettings.Parse(Config);

    /// <summary>True if a partition of that index exists.</summary>
    public bool HasPartition(int index) => index >= 0 && index < PartitionCount;
}
