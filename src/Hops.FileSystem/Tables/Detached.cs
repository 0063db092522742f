using System.Globalization;
using Hops.Metadata.Tables;

namespace Hops.FileSystem.Tables;

/// <summary>
/// A deleted file with blocks, or a deleted directory with children, that nobody can reach any more and the reclaimer has yet to take apart.
/// </summary>
/// <param name="InodeId">The inode that was deleted.</param>
/// <param name="QuotaDirectories">Ids of the quota directories that are still charged for what is below it, joined by commas.</param>
internal sealed record Detached(long InodeId, string QuotaDirectories)
{
    internal static readonly Table<Detached> Table = new(
        "detached",
        [new("inode_id", ColumnType.Int64), new("quota_directories", ColumnType.Text)],
        keyLength: 1,
        partitionLength: 0,
        read => new Detached(read.Int64(), read.Text()),
        (row, write) =>
        {
            write.Int64(row.InodeId);
            write.Text(row.QuotaDirectories);
        });

    /// <summary>The quota directories as ids.</summary>
    internal IEnumerable<long> QuotaIds() =>
        QuotaDirectories.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(id => long.Parse(id, CultureInfo.InvariantCulture));

    /// <summary>Joins ids for <see cref="QuotaDirectories"/>.</summary>
    internal static string Join(IEnumerable<long> ids) => string.Join(',', ids.Select(id => id.ToString(CultureInfo.InvariantCulture)));
}
