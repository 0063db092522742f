using Hops.Metadata.Tables;

namespace Hops.FileSystem.Tables;

/// <summary>
/// An upload that comes in parts. What has come of it is a file of its own beside the place where it is to be, found by its inode, so that
/// the length of that file is how far the upload is.
/// </summary>
/// <param name="Owner">Name of the principal that began it: nobody else sees it.</param>
/// <param name="Id">32 hexadecimal digits.</param>
/// <param name="InodeId">The file of what has come.</param>
/// <param name="Path">The path that the file is to have.</param>
/// <param name="Overwrite">True to replace a file of that path.</param>
/// <param name="LengthBytes">Length of the whole.</param>
/// <param name="ExpiresMs">When it is given up, in Unix milliseconds.</param>
/// <param name="IsNamed">True once the file has its name; kept for a while for a client that has missed the last answer.</param>
/// <param name="Metadata">What its client has said of it, as it was said.</param>
internal sealed record Upload(
    string Owner, string Id, long InodeId, string Path, bool Overwrite, long LengthBytes, long ExpiresMs, bool IsNamed, string Metadata)
{
    /// <summary>Begins the name of a file of an unfinished upload. The dot keeps it out of what Hadoop and its like read in a directory.</summary>
    internal const string PartialPrefix = ".uploading-";

    internal string PartialName => PartialPrefix + Id;

    internal Key Key => Key.Of(Owner, Id);

    internal static readonly Table<Upload> Table = new(
        "upload",
        [
            new("owner", ColumnType.Text),
            new("id", ColumnType.Text),
            new("inode_id", ColumnType.Int64),
            new("path", ColumnType.Text),
            new("overwrite", ColumnType.Int64),
            new("length_bytes", ColumnType.Int64),
            new("expires_ms", ColumnType.Int64),
            new("is_named", ColumnType.Int64),
            new("metadata", ColumnType.Text),
        ],
        keyLength: 2,
        partitionLength: 1,
        read => new Upload(
            read.Text(), read.Text(), read.Int64(), read.Text(), read.Int64() != 0, read.Int64(), read.Int64(), read.Int64() != 0, read.Text()),
        (row, write) =>
        {
            write.Text(row.Owner);
            write.Text(row.Id);
            write.Int64(row.InodeId);
            write.Text(row.Path);
            write.Int64(row.Overwrite ? 1 : 0);
            write.Int64(row.LengthBytes);
            write.Int64(row.ExpiresMs);
            write.Int64(row.IsNamed ? 1 : 0);
            write.Text(row.Metadata);
        });
}
