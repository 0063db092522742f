using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.FileSystem.Access;
using Hops.FileSystem.Paths;
using Hops.FileSystem.Tables;

namespace Hops.FileSystem.Namespace;

/// <summary>
/// Watched directories: their removal and their moves are told in the same transaction. The directories above a watched one are marked as
/// anchors, so that the removal of one of those finds what is watched below without a walk over everything.
/// </summary>
internal static class Watch
{
    private const int Page = 1_000;

    /// <summary>Begins to watch a directory; superusers only.</summary>
    internal static async ValueTask InAsync(Edit edit, Principal who, FilePath path)
    {
        Permissions.RequireSuperuser(who);
        var lineage = await edit.ResolveAsync(path);
        var inode = lineage.Required;
        if (!inode.IsDirectory || path.IsRoot)
            throw new PlatformException(ErrorCode.NotADirectory, $"{path} cannot be watched: it is a file or the root.");
        if (!inode.IsWatched)
            await edit.UpdateAsync(inode with { Flags = inode.Flags | InodeFlags.Watched });
        await AnchorAsync(edit, lineage.ParentLineage);
    }

    /// <summary>Tells that a directory moves; an anchor does not move.</summary>
    internal static async ValueTask MovedAsync(Edit edit, Principal who, Inode inode, FilePath from, FilePath to)
    {
        if (inode.IsAnchor)
            throw new PlatformException(ErrorCode.Conflict, $"{from} holds datasets and cannot be renamed.");
        if (inode.IsWatched)
            await TellAsync(edit, new WatchedChange(inode.Id, from.Text, to.Text, who.Name));
    }

    /// <summary>Marks the new directories above a watched one that has moved.</summary>
    internal static async ValueTask AnchorAsync(Edit edit, Lineage directories)
    {
        foreach (var ancestor in directories.Inodes)
        {
            if (!ancestor.IsAnchor)
                await edit.UpdateAsync(ancestor with { Flags = ancestor.Flags | InodeFlags.Anchor });
        }
    }

    /// <summary>Tells that an inode and all below it are removed.</summary>
    internal static async ValueTask RemovedAsync(Edit edit, Principal who, Inode inode, FilePath path)
    {
        if (inode.IsWatched)
            await TellAsync(edit, new WatchedChange(inode.Id, path.Text, null, who.Name));
        if (!inode.IsAnchor)
            return;
        await foreach (var child in Children.OfAsync(edit.Transaction, inode.Id, Page))
        {
            if (child.IsWatched || child.IsAnchor)
                await RemovedAsync(edit, who, child, path.Join(child.Name));
        }
    }

    private static ValueTask TellAsync(Edit edit, WatchedChange change) =>
        edit.Volume.Options.Watch is { } watch ? watch(edit.Transaction, change) : default;
}
