using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.FileSystem.Access;
using Hops.FileSystem.Paths;
using Hops.FileSystem.Quotas;

namespace Hops.FileSystem.Namespace;

/// <summary>
/// Moves a file or directory to an exact path, as <c>rename2</c> of HDFS (reference 03 section 2.5): one row moves, whatever is below it.
/// Needs write on both parents and passes the sticky bit of each.
/// </summary>
internal static class Rename
{
    internal static async ValueTask<bool> InAsync(Edit edit, Movers who, FilePath from, FilePath to, bool overwrite)
    {
        // 1. Both paths exist as far as they must.
        RequireNotRoot(from, to);
        var source = await edit.ResolveAsync(from);
        Permissions.RequireTraverse(who.Source, source);
        if (source.Target is not { } inode)
            throw new PlatformException(ErrorCode.NotFound, $"rename source {from} is not found.");
        if (from == to)
            throw new PlatformException(ErrorCode.AlreadyExists, $"The source {from} and destination {to} are the same");
        if (to.IsWithin(from))
            throw new PlatformException(ErrorCode.InvalidArgument, $"Rename destination {to} is a directory or file under source {from}");
        var target = await edit.ResolveAsync(to);
        Permissions.RequireTraverse(who.Target, target);
        var targetParent = RequireParent(target);

        // 2. The caller may change both directories.
        var sourceParent = source.Inodes[^2];
        Permissions.Require(who.Source, sourceParent, Rights.Write, from.Parent);
        Permissions.RequireSticky(who.Source, sourceParent, inode, from);
        Permissions.Require(who.Target, targetParent.Last, Rights.Write, to.Parent);

        // 3. The destination is free, or is replaced.
        if (target.Target is not null)
            await ReplaceAsync(edit, who.Target, source, target, overwrite);

        // 4. Move, with its usage.
        await Watch.MovedAsync(edit, who.Source, inode, from, to);
        await MoveUsageAsync(edit, source, targetParent);
        await edit.MoveAsync(inode, targetParent.Last.Id, to.Name);
        await edit.TouchAsync(sourceParent);
        if (sourceParent.Id != targetParent.Last.Id)
            await edit.TouchAsync(targetParent.Last);
        if (inode.IsWatched)
            await Watch.AnchorAsync(edit, await edit.ResolveAsync(to.Parent));
        if (who.AreTwo)
            await Adopt.InAsync(edit, who.Target, inode with { ParentId = targetParent.Last.Id, Name = to.Name }, targetParent.Last.Group);
        return true;
    }

    private static void RequireNotRoot(FilePath from, FilePath to)
    {
        if (from.IsRoot)
            throw new PlatformException(ErrorCode.InvalidArgument, "rename source cannot be the root");
        if (to.IsRoot)
            throw new PlatformException(ErrorCode.InvalidArgument, "rename destination cannot be the root");
    }

    private static Lineage RequireParent(Lineage target)
    {
        if (target.LastDepth < target.Path.Depth - 1)
            throw new PlatformException(ErrorCode.NotFound, $"rename destination parent {target.Path.Parent} not found.");
        return target.ParentLineage;
    }

    private static async ValueTask ReplaceAsync(Edit edit, Principal who, Lineage source, Lineage target, bool overwrite)
    {
        var replaced = target.Required;
        if (replaced.IsDirectory != source.Required.IsDirectory)
        {
            throw new PlatformException(
                replaced.IsDirectory ? ErrorCode.IsADirectory : ErrorCode.NotADirectory,
                $"Source {source.Path} and destination {target.Path} must both be directories");
        }

        if (!overwrite)
            throw new PlatformException(ErrorCode.AlreadyExists, $"rename destination {target.Path} already exists");
        if (replaced.IsDirectory && await Tables.Children.AnyAsync(edit.Transaction, replaced.Id))
            throw new PlatformException(ErrorCode.DirectoryNotEmpty, $"rename destination directory is not empty: {target.Path}");
        Permissions.RequireSticky(who, target.Inodes[^2], replaced, target.Path);
        await Detach.InAsync(edit, who, target);
    }

    private static async ValueTask MoveUsageAsync(Edit edit, Lineage source, Lineage targetParent)
    {
        var leaves = source.ParentLineage.QuotaIds().ToHashSet();
        var enters = targetParent.QuotaIds().ToHashSet();
        if (leaves.SetEquals(enters))
            return;
        var (names, bytes) = await TreeUsage.OfAsync(edit.Transaction, source.Required, edit.Volume.Options.WalkedNamesMax);
        await QuotaUsage.ReturnAsync(edit.Transaction, leaves.Except(enters), names, bytes);
        await QuotaUsage.ChargeAsync(edit.Transaction, targetParent.WithoutQuotas(leaves), names, bytes);
    }
}
