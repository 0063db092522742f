using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.FileSystem.Access;
using Hops.FileSystem.Paths;
using Hops.FileSystem.Tables;
using Hops.Metadata.Transactions;

namespace Hops.FileSystem.Namespace;

/// <summary>
/// Deletes a file or directory. Needs write on the parent, passes its sticky bit, and for a directory that is not empty read, write and
/// execute on every directory below that is not empty either.
/// </summary>
internal static class Delete
{
    private const int Page = 1_000;

    /// <summary>
    /// The rights below a directory are checked on a snapshot ahead of the transaction, so that the writer need not walk; a directory that
    /// appears below in between is deleted without a check of its own bits. What is noted is noted in the transaction of the removal.
    /// </summary>
    internal static async ValueTask<bool> RunAsync(
        Volume volume, Principal who, FilePath path, bool recursive, Func<WriteTransaction, ValueTask<bool>>? note, CancellationToken cancellationToken)
    {
        if (recursive && !who.IsSuperuser)
        {
            await volume.Store.ReadAsync(
                async transaction => await RequireBelowAsync(transaction, who, await Resolve.InAsync(transaction, path), int.MaxValue),
                cancellationToken);
        }

        return await volume.FreeAsync(() => volume.WriteAsync(
            [path],
            async edit =>
            {
                var isRemoved = await RemoveAsync(edit, who, path, recursive);
                if (isRemoved && note is not null)
                    await note(edit.Transaction);
                return isRemoved;
            },
            cancellationToken));
    }

    /// <summary>All in one transaction of the caller; the walk for the rights below is bounded by the options.</summary>
    internal static async ValueTask<bool> InAsync(Edit edit, Principal who, FilePath path, bool recursive)
    {
        if (recursive && !who.IsSuperuser)
            await RequireBelowAsync(edit.Transaction, who, await edit.ResolveAsync(path), edit.Volume.Options.WalkedNamesMax);
        return await RemoveAsync(edit, who, path, recursive);
    }

    private static async ValueTask<bool> RemoveAsync(Edit edit, Principal who, FilePath path, bool recursive)
    {
        if (path.IsRoot)
        {
            if (!recursive && await Children.AnyAsync(edit.Transaction, Inode.RootId))
                throw NotEmpty(path);
            return false;
        }

        var lineage = await edit.ResolveAsync(path);
        Permissions.RequireTraverse(who, lineage);
        if (lineage.Target is not { } inode)
            return false;
        var parent = lineage.Inodes[^2];
        Permissions.Require(who, parent, Rights.Write, path.Parent);
        Permissions.RequireSticky(who, parent, inode, path);
        if (inode.IsDirectory && !recursive && await Children.AnyAsync(edit.Transaction, inode.Id))
            throw NotEmpty(path);
        await Detach.InAsync(edit, who, lineage);
        await edit.TouchAsync(parent);
        return true;
    }

    private static async ValueTask<int> RequireBelowAsync(ReadTransaction transaction, Principal who, Lineage lineage, int namesMax)
    {
        var walked = 0;
        var directories = new Stack<(Inode Inode, FilePath Path)>();
        if (lineage.Target is { IsDirectory: true } root)
            directories.Push((root, lineage.Path));
        while (directories.TryPop(out var directory))
        {
            var isEmpty = true;
            await foreach (var child in Children.OfAsync(transaction, directory.Inode.Id, Page))
            {
                if (isEmpty)
                    Permissions.Require(who, directory.Inode, Rights.Read | Rights.Write | Rights.Execute, directory.Path);
                isEmpty = false;
                if (child.IsDirectory)
                    directories.Push((child, directory.Path.Join(child.Name)));
                if (++walked > namesMax)
                    throw new PlatformException(ErrorCode.LimitExceeded, $"{lineage.Path} has more than {namesMax} names; delete its parts first.");
            }
        }

        return walked;
    }

    /// <summary>The refusal to delete a directory with all that is in it, where that was not asked for.</summary>
    internal static PlatformException NotEmpty(FilePath path) =>
        new(ErrorCode.DirectoryNotEmpty, $"`{path} is non empty': Directory is not empty");
}
