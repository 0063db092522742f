using Hops.Metadata.Tables;

namespace Hops.KafkaCluster.Groups;

/// <summary>
/// The consumer groups of a project that was deleted, which are to go in the cluster. The row is written in the transaction that deletes the project, and goes
/// after them.
/// </summary>
/// <param name="ProjectId">The project.</param>
/// <param name="Name">Its name, by which its groups are found.</param>
internal sealed record EndedGroups(long ProjectId, string Name)
{
    public static readonly Table<EndedGroups> Table = new(
        "cluster_ended_groups",
        [new("project_id", ColumnType.Int64), new("name", ColumnType.Text)],
        keyLength: 1,
        partitionLength: 0,
        read => new EndedGroups(read.Int64(), read.Text()),
        (row, write) =>
        {
            write.Int64(row.ProjectId);
            write.Text(row.Name);
        });

    public Key Key => Key.Of(ProjectId);
}
