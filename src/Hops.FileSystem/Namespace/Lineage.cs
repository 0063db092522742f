using Hops.Core.Errors;
using Hops.FileSystem.Paths;
using Hops.FileSystem.Tables;

namespace Hops.FileSystem.Namespace;

/// <summary>The inodes that exist along a path, root first: all of it if the path exists, else up to the last one that does.</summary>
internal sealed record Lineage(FilePath Path, Inode[] Inodes)
{
    /// <summary>The inode of the path, or null.</summary>
    internal Inode? Target => Inodes.Length == Path.Depth + 1 ? Inodes[^1] : null;

    /// <summary>The last inode that exists.</summary>
    internal Inode Last => Inodes[^1];

    /// <summary>Depth of <see cref="Last"/>.</summary>
    internal int LastDepth => Inodes.Length - 1;

    /// <summary>The directories above the target, or all that exist if there is no target.</summary>
    internal ReadOnlySpan<Inode> Ancestors => Inodes.AsSpan(0, Target is null ? Inodes.Length : Inodes.Length - 1);

    /// <summary>The inode of the path.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>, or <c>NotADirectory</c> if a file is where a directory would have to be.</exception>
    internal Inode Required => Target ?? throw Missing();

    /// <summary>The lineage of the directory above; both paths exist at least that far.</summary>
    internal Lineage ParentLineage => new(Path.Parent, Inodes[..Math.Min(Inodes.Length, Path.Depth)]);

    /// <summary>Ids of the quota directories along it, the target included.</summary>
    internal IEnumerable<long> QuotaIds() => Inodes.Where(inode => inode.HasQuota).Select(inode => inode.Id);

    /// <summary>The same lineage as if these directories had no quota.</summary>
    internal Lineage WithoutQuotas(HashSet<long> ids) =>
        this with { Inodes = [.. Inodes.Select(inode => ids.Contains(inode.Id) ? inode with { Flags = inode.Flags & ~InodeFlags.Quota } : inode)] };

    /// <summary>The lineage of a child that has just been added to the target.</summary>
    internal Lineage With(Inode child) => new(Path.Join(child.Name), [.. Inodes, child]);

    /// <summary>The same path with another inode in the place of the last one.</summary>
    internal Lineage WithLast(Inode last) => this with { Inodes = [.. Inodes.AsSpan(0, Inodes.Length - 1), last] };

    /// <summary>Refuses a path that leads through a file.</summary>
    internal void RequireDirectories()
    {
        foreach (var inode in Ancestors)
        {
            if (!inode.IsDirectory)
                throw new PlatformException(ErrorCode.NotADirectory, $"{Path.Prefix(LastDepth)} (is not a directory)");
        }
    }

    private PlatformException Missing() => Last.IsDirectory
        ? new PlatformException(ErrorCode.NotFound, $"File does not exist: {Path}")
        : new PlatformException(ErrorCode.NotADirectory, $"{Path.Prefix(LastDepth)} (is not a directory)");
}
