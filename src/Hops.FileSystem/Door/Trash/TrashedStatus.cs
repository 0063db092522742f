using Hops.FileSystem.Tables;

namespace Hops.FileSystem.Door.Trash;

/// <summary>A file or directory in the trash of a dataset.</summary>
/// <param name="Id">Number of its deletion.</param>
/// <param name="Path">Where it was.</param>
/// <param name="IsDirectory">True for a directory.</param>
/// <param name="LengthBytes">Length of a file; 0 for a directory.</param>
/// <param name="DeletedBy">Who deleted it.</param>
/// <param name="Deleted">When.</param>
/// <param name="Expires">When it is deleted for good.</param>
public sealed record TrashedStatus(
    long Id, string Path, bool IsDirectory, long LengthBytes, string DeletedBy, DateTimeOffset Deleted, DateTimeOffset Expires)
{
    internal static TrashedStatus Of(Volume volume, Trashed row, Inode inode)
    {
        var deleted = DateTimeOffset.FromUnixTimeMilliseconds(row.DeletedMs);
        return new TrashedStatus(row.Id, row.Path, inode.IsDirectory, inode.LengthBytes, row.DeletedBy, deleted, deleted + volume.Options.TrashInterval);
    }
}
