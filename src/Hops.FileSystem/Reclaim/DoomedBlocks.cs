using Hops.FileSystem.Namespace;
using Hops.FileSystem.Tables;
using Hops.Metadata.Tables;

namespace Hops.FileSystem.Reclaim;

/// <summary>
/// Blocks whose deletion is recorded. Their files go after the transaction that dooms them, and the record goes when the files are durably
/// gone, so that a crash at any point leaves either the record or nothing.
/// </summary>
internal static class DoomedBlocks
{
    private const int Page = 500;

    /// <summary>Records that a block, which is part of no file any more, is to go.</summary>
    internal static async ValueTask AddAsync(Edit edit, LooseBlock block)
    {
        await edit.Transaction.PutAsync(LooseBlock.Doomed, block);
        edit.Transaction.OnCommitted(edit.Volume.Reclaim.Set);
    }

    /// <summary>
    /// Dooms what writers of an earlier process had under way and had not finished; before this one has any. What is finished may be a block of
    /// a file that a newer database knows: it is only forgotten here, and so put aside by <see cref="UnknownBlocks"/>.
    /// </summary>
    internal static async ValueTask AddBegunAsync(Volume volume, CancellationToken cancellationToken)
    {
        while (true)
        {
            var count = await volume.WriteAsync(
                Hints.None,
                async edit =>
                {
                    var begun = await edit.Transaction.SweepAsync(LooseBlock.Begun, null, Page);
                    foreach (var block in begun)
                    {
                        await edit.Transaction.DeleteAsync(LooseBlock.Begun, Key.Of(block.BlockId));
                        if (!volume.Blocks.IsFinished(block))
                            await AddAsync(edit, block);
                    }

                    return begun.Count;
                },
                cancellationToken);
            if (count < Page)
                return;
        }
    }

    /// <summary>Removes the files of all that are doomed now, and then their records.</summary>
    /// <returns>True if there were any.</returns>
    internal static async ValueTask<bool> RemoveAsync(Volume volume, CancellationToken cancellationToken)
    {
        for (var didAny = false; ; didAny = true)
        {
            var doomed = await volume.Store.ReadAsync(transaction => transaction.SweepAsync(LooseBlock.Doomed, null, Page), cancellationToken);
            if (doomed.Count == 0)
                return didAny;
            foreach (var block in doomed)
                volume.Blocks.Delete(block.BlockId, block.Generation);
            volume.Blocks.SyncDirectories(doomed.Select(block => block.BlockId));
            await volume.FreeAsync(() => volume.WriteAsync(
                Hints.None,
                async edit =>
                {
                    foreach (var block in doomed)
                        await edit.Transaction.DeleteAsync(LooseBlock.Doomed, Key.Of(block.BlockId));
                    return true;
                },
                cancellationToken));
        }
    }
}
