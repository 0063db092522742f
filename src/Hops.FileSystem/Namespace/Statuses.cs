using Hops.FileSystem.Tables;

namespace Hops.FileSystem.Namespace;

/// <summary>Makes the public description of an inode.</summary>
internal static class Statuses
{
    internal static FileStatus Of(Inode inode) => new()
    {
        InodeId = inode.Id,
        Name = inode.Name,
        IsDirectory = inode.IsDirectory,
        LengthBytes = inode.LengthBytes,
        Mode = inode.Mode,
        Owner = inode.Owner,
        Group = inode.Group,
        ModificationTime = DateTimeOffset.FromUnixTimeMilliseconds(inode.ModifiedMs),
        AccessTime = DateTimeOffset.FromUnixTimeMilliseconds(inode.AccessedMs),
        BlockSizeBytes = inode.BlockSizeBytes,
        Replication = inode.Replication,
        IsUnderConstruction = inode.IsUnderConstruction,
        HasQuota = inode.HasQuota,
    };
}
