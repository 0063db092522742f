using Hops.FileSystem.Namespace;
using Hops.FileSystem.Tables;
using Hops.Metadata.Tables;

namespace Hops.FileSystem.Reclaim;

/// <summary>
/// Takes deleted files and directories apart, slice by slice, each slice one transaction: children go, usage goes back to the quotas, blocks
/// lose their rows and then their files. A crash in between leaves rows for the next start, or files without rows for
/// <see cref="OrphanBlocks"/>.
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
            if (roots.Count == 0)
                return didAny;
            foreach (var root in roots)
            {
                var blocks = await volume.WriteAsync(Hints.None, edit => SliceAsync(edit, root), cancellationToken);
                foreach (var block in blocks)
                    volume.Blocks.Delete(block.BlockId, block.Generation);
            }
        }
    }

    private static async ValueTask<IReadOnlyList<Block>> SliceAsync(Edit edit, Detached root)
    {
        var (transaction, slice) = (edit.Transaction, edit.Volume.Options.ReclaimSlice);
        if (await transaction.GetAsync(Detached.Table, Key.Of(root.InodeId)) is not { } present)
            return [];
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
            await transaction.DeleteAsync(Block.Table, Key.Of(block.InodeId, block.Index));
        if (children.Count < slice && blocks.Count < slice)
            await transaction.DeleteAsync(Detached.Table, Key.Of(root.InodeId));
        return blocks;
    }
}
