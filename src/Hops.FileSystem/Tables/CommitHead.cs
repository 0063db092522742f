using Hops.Metadata.Tables;

namespace Hops.FileSystem.Tables;

/// <summary>The sequence number of the last commit in a commit directory.</summary>
internal sealed record CommitHead(long DirectoryId, long Sequence)
{
    internal static readonly Table<CommitHead> Table = new(
        "commit_head",
        [new("directory_id", ColumnType.Int64), new("number", ColumnType.Int64)],
        keyLength: 1,
        partitionLength: 0,
        read => new CommitHead(read.Int64(), read.Int64()),
        (row, write) =>
        {
            write.Int64(row.DirectoryId);
            write.Int64(row.Sequence);
        });
}
