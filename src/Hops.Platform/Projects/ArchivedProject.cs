using Hops.Metadata.Tables;

namespace Hops.Platform.Projects;

/// <summary>That a project is archived. A row of its own: there is none of a project in which people work (ADR 0105).</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="ByUserId">User who has archived it.</param>
/// <param name="Since">Since when.</param>
public sealed record ArchivedProject(long ProjectId, long ByUserId, DateTimeOffset Since)
{
    internal static readonly Table<ArchivedProject> Table = new(
        "archived_projects",
        [new("project_id", ColumnType.Int64), new("by_user_id", ColumnType.Int64), new("since_ms", ColumnType.Int64)],
        keyLength: 1,
        partitionLength: 0,
        read => new ArchivedProject(read.Int64(), read.Int64(), DateTimeOffset.FromUnixTimeMilliseconds(read.Int64())),
        (row, write) =>
        {
            write.Int64(row.ProjectId);
            write.Int64(row.ByUserId);
            write.Int64(row.Since.ToUnixTimeMilliseconds());
        });
}
