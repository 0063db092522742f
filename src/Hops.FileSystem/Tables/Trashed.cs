using System.Globalization;
using Hops.Metadata.Tables;

namespace Hops.FileSystem.Tables;

/// <summary>
/// Something in the trash of a dataset: it lies in a directory of its own below <see cref="DirectoryName"/>, under its name, so that nothing
/// in the trash is in the way of anything else.
/// </summary>
/// <param name="DatasetId">The dataset, a directory.</param>
/// <param name="Id">Number of the deletion, growing with time.</param>
/// <param name="PlaceId">Inode of the directory that it lies in.</param>
/// <param name="InodeId">Its inode.</param>
/// <param name="Path">Where it was.</param>
/// <param name="DeletedBy">Name of the principal that deleted it.</param>
/// <param name="DeletedMs">When, in Unix milliseconds.</param>
internal sealed record Trashed(long DatasetId, long Id, long PlaceId, long InodeId, string Path, string DeletedBy, long DeletedMs)
{
    /// <summary>The name of a trash, as HDFS has it. The dot keeps it out of what Hadoop and its like read in a directory.</summary>
    internal const string DirectoryName = ".Trash";

    internal Key Key => Key.Of(DatasetId, Id);

    /// <summary>Name of the directory that it lies in.</summary>
    internal string PlaceName => NameOf(Id);

    internal static string NameOf(long id) => id.ToString(CultureInfo.InvariantCulture);

    internal static readonly Table<Trashed> Table = new(
        "trashed",
        [
            new("dataset_id", ColumnType.Int64),
            new("id", ColumnType.Int64),
            new("place_id", ColumnType.Int64),
            new("inode_id", ColumnType.Int64),
            new("path", ColumnType.Text),
            new("deleted_by", ColumnType.Text),
            new("deleted_ms", ColumnType.Int64),
        ],
        keyLength: 2,
        partitionLength: 1,
        read => new Trashed(read.Int64(), read.Int64(), read.Int64(), read.Int64(), read.Text(), read.Text(), read.Int64()),
        (row, write) =>
        {
            write.Int64(row.DatasetId);
            write.Int64(row.Id);
            write.Int64(row.PlaceId);
            write.Int64(row.InodeId);
            write.Text(row.Path);
            write.Text(row.DeletedBy);
            write.Int64(row.DeletedMs);
        });
}
