using Hops.Metadata.Tables;

namespace Hops.Platform.Projects;

/// <summary>
/// That a project is listed: everybody who is signed in finds its name, description and owners, and may ask to join. A row of its own; without one a project
/// looks to others as if it did not exist.
/// </summary>
/// <param name="ProjectId">The project.</param>
/// <param name="Since">Since when.</param>
public sealed record ListedProject(long ProjectId, DateTimeOffset Since)
{
    internal static readonly Table<ListedProject> Table = new(
        "listed_projects",
        [new("project_id", ColumnType.Int64), new("since_ms", ColumnType.Int64)],
        keyLength: 1,
        partitionLength: 0,
        read => new ListedProject(read.Int64(), DateTimeOffset.FromUnixTimeMilliseconds(read.Int64())),
        (row, write) =>
        {
            write.Int64(row.ProjectId);
            write.Int64(row.Since.ToUnixTimeMilliseconds());
        });
}
