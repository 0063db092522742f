using Hops.FileSystem.Namespace;
using Hops.FileSystem.Tables;
using Hops.Metadata.Tables;

namespace Hops.FileSystem.Reclaim;

/// <summary>
/// Takes deleted files and directories apart, slice by slice, each slice one transaction: children go, usage goes back to the quotas, blocks
/// are doomed in its transaction (<see cref="DoomedBlocks"/>) and lose their files after it. A crash in between leaves rows for the next start.
/// </summary>
internal static class Reclaimer
{
    private const int Roots = 16;

    /// <summary>Reclaims all that is detached now.</summary>
    /// <returns>True if there was anything.</returns>
    internal static async ValueTask<bool> RunAsync(Volume volume, CancellationToken cancellationToken)
    {
        for (var didAny = false; ; didAny = true)
        {
            var roots = await volume.Store.ReadAsync(transaction => transaction.SweepAsync(Detached.Table, null, Roots), cancellationToken);
            var areDoomed = roots.Count == 0;
            foreach (var root in roots)
                areDoomed |= await volume.FreeAsync(() => volume.WriteAsync(Hints.None, edit => SliceAsync(edit, root), cancellationToken));
            var didRemove = areDoomed && await DoomedBlocks.RemoveAsync(volume, cancellationToken);
            if (roots.Count == 0 && !didRemove)
                return didAny;
        }
    }

    /// <summary>True if it doomed any block.</summary>
    private static async ValueTask<bool> SliceAsync(Edit edit, Detached root)
    {
        var (transaction, slice) = (edit.Transaction, edit.Volume.Options.ReclaimSlice);
        if (await transaction.GetAsync(Detached.Table, Key.Of(root.InodeId)) is not { } present)
            return false;
        long[] quotas = [.. present.QuotaIds()];
        var children = await transaction.ScanAsync(Inode.Table, Key.Of(root.InodeId), null, slice);
        foreach (var child in children)
        {
            // Not through the edit: no path leads here, so the cache cannot be asked for it any more.
            await transaction.DeleteAsync(Inode.Table, child.Key);
            if (child.IsDirectory)
                await Detach.DirectoryAsync(edit, child, quotas);
            else
                await Detach.FileAsync(edit, child, quotas);
        }

        var blocks = children.Count == 0 ? await transaction.ScanAsync(Block.Table, Key.Of(root.InodeId), null, slice) : [];
        foreach (var block in blocks)
        {
            await transaction.DeleteAsync(Block.Table, Key.Of(block.InodeId, block.Index));
            await DoomedBlocks.AddAsync(edit, new LooseBlock(block.BlockId, block.Generation));
        }

        // Of a dataset also what its trash was told to hold: names, and who deleted them.
        var trashedCount = await transaction.DeletePrefixAsync(Trashed.Table, Key.Of(root.InodeId), slice);
        if (children.Count < slice && blocks.Count < slice && trashedCount < slice)
            await transaction.DeleteAsync(Detached.Table, Key.Of(root.InodeId));
        return blocks.Count > 0;
    }
}
