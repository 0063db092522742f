namespace Hops.Architecture.Tests;

/// <summary>Which project may refer to which: arrows point down this list only.</summary>
internal static class AllowedReferences
{
    public static IReadOnlyDictionary<string, string[]> Table { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["Hops.Core"] = [],
        ["Hops.Net"] = ["Hops.Core"],
        ["Hops.Metadata"] = ["Hops.Core"],
        ["Hops.FileSystem"] = ["Hops.Core", "Hops.Metadata"],
        ["Hops.Hadoop"] = ["Hops.Core", "Hops.Net", "Hops.FileSystem"],
        ["Hops.Kafka"] = ["Hops.Core", "Hops.Net", "Hops.Metadata"],
        ["Hops.Schemas"] = ["Hops.Core", "Hops.Net", "Hops.Metadata"],
        ["Hops.Search"] = ["Hops.Core"],
        ["Hops.Platform"] = ["Hops.Core", "Hops.Metadata", "Hops.FileSystem", "Hops.Kafka", "Hops.Schemas", "Hops.Search"],
        ["Hops.Client"] = ["Hops.Core", "Hops.Net", "Hops.Kafka", "Hops.Schemas"],
        ["Hops.KafkaCluster"] = ["Hops.Core", "Hops.Metadata", "Hops.Kafka", "Hops.Platform", "Hops.Client"],
        ["Hops.Jobs"] = ["Hops.Core", "Hops.Metadata", "Hops.Platform"],
        ["Hops.Streaming"] = ["Hops.Core", "Hops.Metadata", "Hops.Kafka", "Hops.Schemas", "Hops.Platform", "Hops.Client", "Hops.Jobs"],
        ["Hops.Api"] =
        [
            "Hops.Core", "Hops.Net", "Hops.Metadata", "Hops.FileSystem", "Hops.Kafka", "Hops.Schemas", "Hops.Search", "Hops.Platform", "Hops.Jobs", "Hops.Streaming",
        ],
        ["Hops.Cli"] =
        [
            "Hops.Core", "Hops.Net", "Hops.Metadata", "Hops.FileSystem", "Hops.Hadoop", "Hops.Kafka", "Hops.Schemas", "Hops.Search", "Hops.Platform",
            "Hops.Client", "Hops.KafkaCluster", "Hops.Jobs", "Hops.Streaming", "Hops.Api",
        ],
    };
}
