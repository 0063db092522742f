using Hops.FileSystem.Namespace;
using Hops.FileSystem.Paths;
using Hops.FileSystem.Tables;

namespace Hops.FileSystem.Files;

/// <summary>What a writer begins with.</summary>
/// <param name="Inode">The file when it was opened.</param>
/// <param name="WriterId">The lease.</param>
/// <param name="DirectoryHint">Its directory, if it was resolved ahead.</param>
internal sealed record OpenedFile(Inode Inode, long WriterId, Hint? DirectoryHint)
{
    /// <summary>True if the writer created the file, so that giving up removes it.</summary>
    internal bool IsNew { get; init; }

    /// <summary>True if a directory above has a quota.</summary>
    internal bool HasQuota { get; init; }

    /// <summary>How many blocks the file has.</summary>
    internal int BlockCount { get; init; }

    /// <summary>The body that the file has.</summary>
    internal byte[] Body { get; init; } = [];

    /// <summary>Path for messages, as it was.</summary>
    internal FilePath? Path => DirectoryHint?.Lineage.Path.Join(Inode.Name);
}
