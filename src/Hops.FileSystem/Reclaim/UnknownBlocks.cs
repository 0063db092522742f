using System.Globalization;
using Hops.Core.Health;
using Hops.FileSystem.Blocks;
using Hops.FileSystem.Tables;
using Hops.Metadata.Tables;

namespace Hops.FileSystem.Reclaim;

/// <summary>
/// Finds block files of which the metadata knows nothing, as after an older database was restored beside newer blocks, and puts them aside:
/// they are somebody's data until a person has decided. Runs at each start before there is any writer: an older database gives out the very
/// numbers of the blocks that it does not know, so that what is unknown now may be a block under way later.
/// </summary>
internal static class UnknownBlocks
{
    private const string Subject = "blocks";
    private const int NamesMax = 5;

    /// <summary>Puts aside what is unknown, and tells as long as anything lies there.</summary>
    /// <returns>How many were put aside.</returns>
    internal static async ValueTask<int> PutAsideAsync(Volume volume, CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var directory in volume.Blocks.Directories())
        {
            var blocks = volume.Blocks.List(directory);
            var unknown = await UnknownAsync(volume, blocks, cancellationToken);
            if (unknown.Count > 0)
                volume.Blocks.PutAside(directory, unknown);
            count += unknown.Count;
        }

        Tell(volume);
        return count;
    }

    /// <summary>Says on the board and in the log what lies aside.</summary>
    internal static void Tell(Volume volume)
    {
        var names = volume.Blocks.PutAsideNames();
        if (names.Count == 0)
        {
            volume.Options.Health?.Clear(Subject);
            return;
        }

        var more = names.Count > NamesMax ? ", ..." : "";
        var message = string.Create(
            CultureInfo.InvariantCulture,
            $"{names.Count} blocks that the metadata database does not know lie in blocks/{BlockStore.UnknownDirectory} of the data directory "
            + $"({string.Join(", ", names.Take(NamesMax))}{more}): restore the database that knows them, or delete them when they are not missed.");
        volume.Options.Health?.Post(Subject, HealthSeverity.Warning, message);
        volume.Options.Noticed?.Invoke(message);
    }

    private static ValueTask<List<(long BlockId, long Generation)>> UnknownAsync(
        Volume volume, IReadOnlyList<(long BlockId, long Generation)> blocks, CancellationToken cancellationToken) =>
        volume.Store.ReadAsync(
            async transaction =>
            {
                var unknown = new List<(long, long)>();
                foreach (var block in blocks)
                {
                    var row = await transaction.LookupAsync(Block.Table, Block.ById, Key.Of(block.BlockId));
                    var isKnown = row?.Generation == block.Generation
                        || await transaction.GetAsync(LooseBlock.Begun, Key.Of(block.BlockId)) is not null
                        || await transaction.GetAsync(LooseBlock.Doomed, Key.Of(block.BlockId)) is not null;
                    if (!isKnown)
                        unknown.Add(block);
                }

                return unknown;
            },
            cancellationToken);
}
