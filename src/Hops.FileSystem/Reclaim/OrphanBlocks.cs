using Hops.FileSystem.Tables;
using Hops.Metadata.Tables;

namespace Hops.FileSystem.Reclaim;

/// <summary>
/// Removes block files that no file has: of writers that a crash ended, and of blocks whose row went before their file did. Runs after a
/// start, beside everything else, and looks only at ids from before the start.
/// </summary>
internal static class OrphanBlocks
{
    /// <summary>Collects the orphans among the blocks with ids below a bound.</summary>
    /// <returns>How many there were.</returns>
    internal static async ValueTask<int> CollectAsync(Volume volume, long blockIdEnd, CancellationToken cancellationToken)
    {
        var collected = 0;
        foreach (var directory in volume.Blocks.Directories())
        {
            var blocks = volume.Blocks.List(directory).Where(block => block.BlockId < blockIdEnd).ToArray();
            var isKnown = await volume.Store.ReadAsync(
                async transaction =>
                {
                    var known = new bool[blocks.Length];
                    for (var index = 0; index < blocks.Length; index++)
                    {
                        var row = await transaction.LookupAsync(Block.Table, Block.ById, Key.Of(blocks[index].BlockId));
                        known[index] = row is not null && row.Generation == blocks[index].Generation;
                    }

                    return known;
                },
                cancellationToken);
            for (var index = 0; index < blocks.Length; index++)
            {
                if (isKnown[index])
                    continue;
                volume.Blocks.Delete(blocks[index].BlockId, blocks[index].Generation);
                collected++;
            }
        }

        return collected;
    }
}
