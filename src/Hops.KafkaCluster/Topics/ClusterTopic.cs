using Hops.Metadata.Tables;

namespace Hops.KafkaCluster.Topics;

/// <summary>
/// A topic of the platform that is in the cluster, or is to be there at once. The row comes before the topic and goes after it: what the platform has not
/// made there has no row, is never taken for its own and never deleted.
/// </summary>
/// <param name="TopicId">Its id in the catalog of the platform.</param>
/// <param name="Name">Its name in the cluster, by which it is deleted when its project is gone already.</param>
/// <param name="IsMade">False from when it was looked for in the cluster and not found until it is known to be made.</param>
internal sealed record ClusterTopic(Guid TopicId, string Name, bool IsMade)
{
    public static readonly Table<ClusterTopic> Table = new(
        "cluster_topics",
        [new("topic_id", ColumnType.Bytes), new("name", ColumnType.Text), new("is_made", ColumnType.Int64)],
        keyLength: 1,
        partitionLength: 0,
        read => new ClusterTopic(new Guid(read.Bytes(), bigEndian: true), read.Text(), read.Int64() != 0),
        (row, write) =>
        {
            write.Bytes(row.TopicId.ToByteArray(bigEndian: true));
            write.Text(row.Name);
            write.Int64(row.IsMade ? 1 : 0);
        });

    public Key Key => Key.Of(TopicId.ToByteArray(bigEndian: true));
}
