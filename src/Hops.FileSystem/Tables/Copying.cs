using System.Globalization;
using Hops.Metadata.Tables;

namespace Hops.FileSystem.Tables;

/// <summary>
/// A copy that is being made: the directory in which it grows, beside the place where it is to be, until all of it is there. Whatever stands here at a start
/// is of copies that the end of the process has broken off.
/// </summary>
/// <param name="InodeId">The directory.</param>
internal sealed record Copying(long InodeId)
{
    /// <summary>Begins the name of such a directory. The dot keeps it out of what Hadoop and its like read in a directory.</summary>
    internal const string NamePrefix = ".copying-";

    internal Key Key => Key.Of(InodeId);

    internal static readonly Table<Copying> Table = new(
        "copying",
        [new("inode_id", ColumnType.Int64)],
        keyLength: 1,
        partitionLength: 0,
        read => new Copying(read.Int64()),
        (row, write) => write.Int64(row.InodeId));

    internal static string NewName() => NamePrefix + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture);
}
