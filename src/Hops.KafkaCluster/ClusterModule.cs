using Hops.Core.Settings;
using Hops.KafkaCluster.Groups;
using Hops.KafkaCluster.Secrets;
using Hops.KafkaCluster.Topics;
using Hops.Metadata.Tables;

namespace Hops.KafkaCluster;

/// <summary>How the cluster becomes part of a process: its settings and tables. <see cref="ApacheKafka.OpenAsync"/> opens it.</summary>
public static class ClusterModule
{
    /// <summary>Settings.</summary>
    public static IReadOnlyList<OptionsSection> Options { get; } = [OptionsSection.Of<ClusterOptions>("Kafka:Cluster")];

    /// <summary>Tables that the metadata database must have.</summary>
    public static IReadOnlyList<Table> Tables { get; } = [ClusterTopic.Table, ClusterSecret.Table, EndedGroups.Table];
}
