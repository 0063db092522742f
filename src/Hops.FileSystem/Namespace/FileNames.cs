using Hops.FileSystem.Tables;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.FileSystem.Namespace;

/// <summary>
/// The names of files and directories as rows that can be followed and read again, for what is kept of them elsewhere, such as an index. A row's key is its
/// directory and its name: a rename of a directory changes one row, whatever is below it.
/// </summary>
public static class FileNames
{
    /// <summary>The rows, by directory and name.</summary>
    public static Table Table => Inode.Table;

    /// <summary>The row of a key, or null.</summary>
    public static async ValueTask<FileName?> AtAsync(ReadTransaction read, Key key) =>
        await read.GetAsync(Inode.Table, key) is { } inode ? Of(inode) : null;

    /// <summary>Rows in the order of their keys.</summary>
    /// <param name="read">The transaction.</param>
    /// <param name="directory">Id of the directory whose children they are; null for all rows there are.</param>
    /// <param name="after">Key after which it begins; null for the beginning.</param>
    /// <param name="limit">At most so many.</param>
    public static async ValueTask<IReadOnlyList<FileName>> PageAsync(ReadTransaction read, long? directory, Key? after, int limit)
    {
        var inodes = directory is { } id
            ? await read.ScanAsync(Inode.Table, Key.Of(id), after, limit)
            : await read.SweepAsync(Inode.Table, after, limit);
        return [.. inodes.Select(Of)];
    }

    /// <summary>The path of an inode as it is now, found upwards; null if no path leads there.</summary>
    public static async ValueTask<string?> PathAsync(ReadTransaction read, long inodeId) => (await Resolve.ByIdAsync(read, inodeId))?.Path.Text;

    private static FileName Of(Inode inode) => new(inode.Key, inode.Id, inode.ParentId, inode.Name, inode.IsDirectory);
}

/// <summary>A file or directory by its name.</summary>
/// <param name="Key">Key of its row.</param>
/// <param name="InodeId">Its id, which no rename changes.</param>
/// <param name="DirectoryId">Id of the directory in which it is.</param>
/// <param name="Name">Its name there.</param>
/// <param name="IsDirectory">True for a directory.</param>
public sealed record FileName(Key Key, long InodeId, long DirectoryId, string Name, bool IsDirectory);
