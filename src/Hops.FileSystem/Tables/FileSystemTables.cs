using Hops.Metadata.Tables;

namespace Hops.FileSystem.Tables;

/// <summary>The tables of the file system, for the metadata store to create.</summary>
public static class FileSystemTables
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Table> All { get; } =
    [
        Inode.Table,
        Block.Table,
        BodyChunk.Table,
        Lease.Table,
        Quota.Table,
        Detached.Table,
        CommitHead.Table,
        LooseBlock.Begun,
        LooseBlock.Doomed,
        Upload.Table,
        Trashed.Table,
        Copying.Table,
    ];
}
