using Hops.Metadata.Tables;

namespace Hops.FileSystem.Tables;

/// <summary>
/// Limits and usage of a directory with all that is below it. Usage = names (the directory itself included) and bytes of the tree, plus
/// reservations of open files, plus what was deleted below it and is not reclaimed yet.
/// </summary>
internal sealed record Quota(long DirectoryId, long NamesLimit, long BytesLimit, long NamesUsed, long BytesUsed)
{
    /// <summary>A limit that is not set.</summary>
    internal const long Unlimited = -1;

    internal static readonly Table<Quota> Table = new(
        "quota",
        [
            new("directory_id", ColumnType.Int64),
            new("names_limit", ColumnType.Int64),
            new("bytes_limit", ColumnType.Int64),
            new("names_used", ColumnType.Int64),
            new("bytes_used", ColumnType.Int64),
        ],
        keyLength: 1,
        partitionLength: 0,
        read => new Quota(read.Int64(), read.Int64(), read.Int64(), read.Int64(), read.Int64()),
        (row, write) =>
        {
            write.Int64(row.DirectoryId);
            write.Int64(row.NamesLimit);
            write.Int64(row.BytesLimit);
            write.Int64(row.NamesUsed);
            write.Int64(row.BytesUsed);
        });
}
