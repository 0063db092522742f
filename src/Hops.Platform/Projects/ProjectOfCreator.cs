using Hops.Metadata.Tables;

namespace Hops.Platform.Projects;

/// <summary>The projects that a user has made: the limit is counted in this partition, inside the transaction of the next one.</summary>
/// <param name="CreatorId">The user.</param>
/// <param name="ProjectId">The project.</param>
internal sealed record ProjectOfCreator(long CreatorId, long ProjectId)
{
    internal static readonly Table<ProjectOfCreator> Table = new(
        "projects_of_creator",
        [new("creator_id", ColumnType.Int64), new("project_id", ColumnType.Int64)],
        keyLength: 2,
        partitionLength: 1,
        read => new ProjectOfCreator(read.Int64(), read.Int64()),
        (row, write) =>
        {
            write.Int64(row.CreatorId);
            write.Int64(row.ProjectId);
        });
}
