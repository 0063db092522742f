using Hops.Metadata.Tables;

namespace Hops.FileSystem.Tables;

/// <summary>
/// A block that belongs to no file, and of which that is known: a writer has begun it, or its deletion is recorded. Only these are ever removed
/// from disk; a block file of which neither this nor <see cref="Block"/> knows is not ours to delete (ADR 0049).
/// </summary>
/// <param name="BlockId">The block.</param>
/// <param name="Generation">Its generation.</param>
internal sealed record LooseBlock(long BlockId, long Generation)
{
    /// <summary>Blocks that writers of this process have under way. Whatever stands here at a start is of writers that are gone.</summary>
    internal static readonly Table<LooseBlock> Begun = Named("block_begun");

    /// <summary>Blocks that are to be removed from disk; the row goes when the file is durably gone.</summary>
    internal static readonly Table<LooseBlock> Doomed = Named("block_doomed");

    private static Table<LooseBlock> Named(string name) => new(
        name,
        [new("block_id", ColumnType.Int64), new("generation", ColumnType.Int64)],
        keyLength: 1,
        partitionLength: 0,
        read => new LooseBlock(read.Int64(), read.Int64()),
        (row, write) =>
        {
            write.Int64(row.BlockId);
            write.Int64(row.Generation);
        });
}
