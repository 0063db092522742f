using Hops.Core.Errors;
using Hops.FileSystem.Paths;
using Hops.FileSystem.Tables;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.FileSystem.Namespace;

/// <summary>Finds the inodes of paths: in the cache, or name by name in a transaction.</summary>
internal static class Resolve
{
    /// <summary>Deep directories that are moved into deep ones make any depth; beyond this one nothing is looked for.</summary>
    private const int DepthStoredMax = 10_000;

    /// <summary>The lineage of a path for a read: from the cache if all of it is there, else from a snapshot, which then fills the cache.</summary>
    internal static ValueTask<Lineage> PathAsync(Volume volume, FilePath path, CancellationToken cancellationToken) =>
        volume.Cache.TryWalk(path, out var inodes) ? new(new Lineage(path, inodes)) : FromSnapshotAsync(volume, path, cancellationToken);

    /// <summary>The lineage of a path as one transaction sees it.</summary>
    internal static async ValueTask<Lineage> InAsync(ReadTransaction transaction, FilePath path)
    {
        var inodes = new List<Inode>(path.Depth + 1) { await RootAsync(transaction) };
        foreach (var name in path.Names())
        {
            var parent = inodes[^1];
            var inode = parent.IsDirectory ? await transaction.GetAsync(Inode.Table, Inode.KeyOf(parent.Id, name)) : null;
            if (inode is null)
                break;
            inodes.Add(inode);
        }

        return new Lineage(path, [.. inodes]);
    }

    /// <summary>The lineage as of the snapshot: as known, if the target is still in its place.</summary>
    internal static async ValueTask<Lineage> ConfirmAsync(ReadTransaction transaction, Lineage known)
    {
        if (known.Target is not { } target)
            return await InAsync(transaction, known.Path);
        var present = await transaction.GetAsync(Inode.Table, target.Key);
        return present?.Id == target.Id ? known.WithLast(present) : await InAsync(transaction, known.Path);
    }

    /// <summary>
    /// The lineage of an inode, found upwards from its id; null if it, or a directory above it, was deleted, or if renames have put it so
    /// deep that it counts as out of reach: no path leads there, and each look would cost its depth.
    /// </summary>
    internal static async ValueTask<Lineage?> ByIdAsync(ReadTransaction transaction, long inodeId)
    {
        var upwards = new List<Inode>();
        for (var id = inodeId; id != 0; id = upwards[^1].ParentId)
        {
            var inode = await transaction.LookupAsync(Inode.Table, Inode.ById, Key.Of(id));
            if (inode is null || upwards.Count == DepthStoredMax)
                return null;
            upwards.Add(inode);
        }

        upwards.Reverse();
        return new Lineage(FilePath.OfStored([.. upwards.Skip(1).Select(inode => inode.Name)]), [.. upwards]);
    }

    /// <summary>Resolves a directory ahead of a write; null if it is not all there or is just being changed.</summary>
    internal static async ValueTask<Hint?> AheadAsync(Volume volume, FilePath directory, CancellationToken cancellationToken)
    {
        if (volume.Cache.IsOff || volume.Epoch.Stamp() is not { } stamp)
            return null;
        if (volume.Cache.TryWalk(directory, out var inodes))
            return new Hint(new Lineage(directory, inodes), stamp);
        await FromSnapshotAsync(volume, directory, cancellationToken);
        if (volume.Epoch.Stamp() is not { } later)
            return null;
        return volume.Cache.TryWalk(directory, out inodes) ? new Hint(new Lineage(directory, inodes), later) : null;
    }

    private static async ValueTask<Lineage> FromSnapshotAsync(Volume volume, FilePath path, CancellationToken cancellationToken)
    {
        var sequence = volume.Cache.Sequence;
        var lineage = await volume.Store.ReadAsync(transaction => InAsync(transaction, path), cancellationToken);
        volume.Cache.Fill(lineage.Inodes, sequence);
        return lineage;
    }

    private static async ValueTask<Inode> RootAsync(ReadTransaction transaction) =>
        await transaction.GetAsync(Inode.Table, Inode.KeyOf(0, ""))
        ?? throw new PlatformException(ErrorCode.Internal, "the root directory is missing");
}
