using Hops.Metadata.Tables;

namespace Hops.FileSystem.Tables;

/// <summary>
/// The right of one writer to a file. Keyed by inode, so a rename of the file or of a directory above it does not touch it.
/// </summary>
/// <param name="InodeId">The file.</param>
/// <param name="WriterId">Which writer: an id that is never given twice, so a fenced writer cannot be mistaken for its successor.</param>
/// <param name="Holder">Name of the client, for messages.</param>
/// <param name="ReservedBytes">Bytes charged to the quotas above the file for content that is not in its length yet.</param>
internal sealed record Lease(long InodeId, long WriterId, string Holder, long ReservedBytes)
{
    internal static readonly Table<Lease> Table = new(
        "lease",
        [
            new("inode_id", ColumnType.Int64),
            new("writer_id", ColumnType.Int64),
            new("holder", ColumnType.Text),
            new("reserved_bytes", ColumnType.Int64),
        ],
        keyLength: 1,
        partitionLength: 0,
        read => new Lease(read.Int64(), read.Int64(), read.Text(), read.Int64()),
        (row, write) =>
        {
            write.Int64(row.InodeId);
            write.Int64(row.WriterId);
            write.Text(row.Holder);
            write.Int64(row.ReservedBytes);
        });
}
