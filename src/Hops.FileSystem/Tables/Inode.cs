using System.Text;
using Hops.Metadata.Tables;

namespace Hops.FileSystem.Tables;

/// <summary>
/// One file or directory. Its key is parent and name, so that the children of a directory are one partition in byte order and a rename of a
/// directory moves one row, whatever is below it (reference 02 section 13.3).
/// </summary>
internal sealed record Inode
{
    /// <summary>Id of the root directory; its parent is 0 and its name is empty.</summary>
    internal const long RootId = 1;

    /// <summary>Permission bits that can be set: rwx for owner, group and others, and the sticky bit.</summary>
    internal const int ModeMask = 0x3FF;

    internal required long ParentId { get; init; }

    internal required string Name { get; init; }

    internal required long Id { get; init; }

    internal InodeFlags Flags { get; init; }

    internal required int Mode { get; init; }

    internal required string Owner { get; init; }

    internal required string Group { get; init; }

    internal required long ModifiedMs { get; init; }

    internal required long AccessedMs { get; init; }

    internal long LengthBytes { get; init; }

    internal long BlockSizeBytes { get; init; }

    internal int Replication { get; init; }

    internal bool IsDirectory => (Flags & InodeFlags.Directory) != 0;

    internal bool IsUnderConstruction => (Flags & InodeFlags.UnderConstruction) != 0;

    internal bool HasBody => (Flags & InodeFlags.Body) != 0;

    internal bool HasQuota => (Flags & InodeFlags.Quota) != 0;

    internal bool IsWatched => (Flags & InodeFlags.Watched) != 0;

    internal bool IsAnchor => (Flags & InodeFlags.Anchor) != 0;

    internal Key Key => KeyOf(ParentId, Name);

    /// <summary>Finds an inode by its id.</summary>
    internal static readonly Lookup ById = new("inode_by_id", "id");

    internal static readonly Table<Inode> Table = new(
        "inode",
        [
            new("parent_id", ColumnType.Int64),
            new("name", ColumnType.Bytes),
            new("id", ColumnType.Int64),
            new("flags", ColumnType.Int64),
            new("mode", ColumnType.Int64),
            new("owner", ColumnType.Text),
            new("group_name", ColumnType.Text),
            new("modified_ms", ColumnType.Int64),
            new("accessed_ms", ColumnType.Int64),
            new("length_bytes", ColumnType.Int64),
            new("block_size_bytes", ColumnType.Int64),
            new("replication", ColumnType.Int64),
        ],
        keyLength: 2,
        partitionLength: 1,
        ReadRow,
        WriteRow,
        ById);

    internal static Key KeyOf(long parentId, string name) => Key.Of(parentId, Encoding.UTF8.GetBytes(name));

    private static Inode ReadRow(RowReader read) => new()
    {
        ParentId = read.Int64(),
        Name = Encoding.UTF8.GetString(read.Bytes()),
        Id = read.Int64(),
        Flags = (InodeFlags)read.Int64(),
        Mode = (int)read.Int64(),
        Owner = read.Text(),
        Group = read.Text(),
        ModifiedMs = read.Int64(),
        AccessedMs = read.Int64(),
        LengthBytes = read.Int64(),
        BlockSizeBytes = read.Int64(),
        Replication = (int)read.Int64(),
    };

    private static void WriteRow(Inode row, RowWriter write)
    {
        write.Int64(row.ParentId);
        write.Bytes(Encoding.UTF8.GetBytes(row.Name));
        write.Int64(row.Id);
        write.Int64((long)row.Flags);
        write.Int64(row.Mode);
        write.Text(row.Owner);
        write.Text(row.Group);
        write.Int64(row.ModifiedMs);
        write.Int64(row.AccessedMs);
        write.Int64(row.LengthBytes);
        write.Int64(row.BlockSizeBytes);
        write.Int64(row.Replication);
    }
}

/// <summary>Facts about an inode that are either so or not; stored, so the numbers stay.</summary>
[Flags]
internal enum InodeFlags : long
{
    /// <summary>A closed file without content in the database.</summary>
    None = 0,

    /// <summary>A directory; otherwise a file.</summary>
    Directory = 1,

    /// <summary>A file that a writer holds open: there is a lease.</summary>
    UnderConstruction = 2,

    /// <summary>A file whose content is in the table of bodies.</summary>
    Body = 4,

    /// <summary>A directory with a row in the table of quotas.</summary>
    Quota = 8,

    /// <summary>A directory whose removal or move is told to the owner of the file system in the same transaction.</summary>
    Watched = 16,

    /// <summary>A directory above a watched one.</summary>
    Anchor = 32,
}
