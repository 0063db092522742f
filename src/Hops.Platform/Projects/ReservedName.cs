using Hops.Metadata.Tables;

namespace Hops.Platform.Projects;

/// <summary>Name of a deleted project, kept from being taken by somebody else for a while (reference 08 section 3.2).</summary>
/// <param name="Name">The name.</param>
/// <param name="CreatorId">User who had made the deleted project.</param>
/// <param name="Until">When the name is free again.</param>
public sealed record ReservedName(string Name, long CreatorId, DateTimeOffset Until)
{
    internal static readonly Table<ReservedName> Table = new(
        "reserved_names",
        [new("name", ColumnType.Text), new("creator_id", ColumnType.Int64), new("until_ms", ColumnType.Int64)],
        keyLength: 1,
        partitionLength: 0,
        read => new ReservedName(read.Text(), read.Int64(), DateTimeOffset.FromUnixTimeMilliseconds(read.Int64())),
        (row, write) =>
        {
            write.Text(row.Name);
            write.Int64(row.CreatorId);
            write.Int64(row.Until.ToUnixTimeMilliseconds());
        });
}
