using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.FileSystem.Access;
using Hops.FileSystem.Paths;
using Hops.FileSystem.Quotas;
using Hops.FileSystem.Tables;
using Hops.Metadata.Transactions;

namespace Hops.FileSystem.Namespace;

/// <summary>
/// Makes a directory and, if asked, those above it. Needs write on the last directory that exists; the group is that of the parent. A
/// directory that exists already is left as it is.
/// </summary>
internal static class Mkdirs
{
    private const int OwnerWriteExecute = 0xC0; // 0300

    /// <summary>In a transaction of its own, in which it is noted if there was something to make.</summary>
    internal static async ValueTask<FileStatus> RunAsync(
        Volume volume, Principal who, FilePath path, (int Mode, bool CreateParents) wish, Func<WriteTransaction, ValueTask<bool>>? note,
        CancellationToken cancellationToken)
    {
        var ids = await ReserveAsync(volume, path.Depth, cancellationToken);
        return await volume.WriteAsync(
            [path],
            edit => InAsync(edit, who, path, ids, wish, note),
            cancellationToken);
    }

    /// <summary>Reserves ids for the directories of a path.</summary>
    internal static async ValueTask<InodeIds> ReserveAsync(Volume volume, int count, CancellationToken cancellationToken)
    {
        var ids = new long[count];
        for (var index = 0; index < count; index++)
            ids[index] = await volume.NextInodeIdAsync(cancellationToken);
        return new InodeIds([.. ids]);
    }

    internal static async ValueTask<FileStatus> InAsync(
        Edit edit, Principal who, FilePath path, InodeIds ids, (int Mode, bool CreateParents) wish, Func<WriteTransaction, ValueTask<bool>>? note)
    {
        var lineage = await edit.ResolveAsync(path);
        if (lineage.Target is { IsDirectory: false })
        {
            Permissions.RequireTraverse(who, lineage);
            throw new PlatformException(ErrorCode.AlreadyExists, $"Path is not a directory: {path}");
        }

        var made = await BelowAsync(edit, who, lineage, ids, wish.Mode, wish.CreateParents);
        if (lineage.Target is null && note is not null)
            await note(edit.Transaction);
        return Statuses.Of(made.Required);
    }

    /// <summary>Makes what is missing of a path as directories; the lineage is complete afterwards.</summary>
    internal static async ValueTask<Lineage> BelowAsync(
        Edit edit, Principal who, Lineage lineage, InodeIds ids, int mode, bool createParents)
    {
        Permissions.RequireTraverse(who, lineage);
        if (lineage.Target is not null)
            return lineage;
        var missing = lineage.Path.Depth - lineage.LastDepth;
        if (missing > 1 && !createParents)
            throw new PlatformException(ErrorCode.NotFound, $"Parent directory doesn't exist: {lineage.Path.Parent}");
        var existing = lineage.Path.Prefix(lineage.LastDepth);
        Permissions.Require(who, lineage.Last, Rights.Write, existing);
        await QuotaUsage.ChargeAsync(edit.Transaction, lineage with { Path = existing }, missing, 0);
        await edit.TouchAsync(lineage.Last);

        var inodes = new List<Inode>(lineage.Inodes);
        var names = lineage.Path.Names();
        for (var depth = lineage.LastDepth + 1; depth <= lineage.Path.Depth; depth++)
        {
            var isLast = depth == lineage.Path.Depth;
            var directory = new Inode
            {
                ParentId = inodes[^1].Id,
                Name = names[depth - 1],
                Id = ids.Ids[depth - 1],
                Flags = InodeFlags.Directory,
                Mode = (isLast ? mode : mode | OwnerWriteExecute) & Inode.ModeMask,
                Owner = who.Name,
                Group = inodes[^1].Group,
                ModifiedMs = edit.NowMs,
                AccessedMs = 0,
            };
            if (!await edit.InsertAsync(directory))
                throw new PlatformException(ErrorCode.Conflict, $"{lineage.Path.Prefix(depth)} appeared at the same time; try again.");
            inodes.Add(directory);
        }

        return lineage with { Inodes = [.. inodes] };
    }
}
