using Hops.Metadata.Tables;

namespace Hops.FileSystem.Tables;

/// <summary>One finished block of a file: durable on disk before its row is committed, immutable afterwards.</summary>
internal sealed record Block(long InodeId, long Index, long BlockId, long Generation, long LengthBytes)
{
    /// <summary>Finds a block by its id, to tell what is known of what is on disk.</summary>
    internal static readonly Lookup ById = new("block_by_id", "block_id");

    internal static readonly Table<Block> Table = new(
        "block",
        [
            new("inode_id", ColumnType.Int64),
            new("block_index", ColumnType.Int64),
            new("block_id", ColumnType.Int64),
            new("generation", ColumnType.Int64),
            new("length_bytes", ColumnType.Int64),
        ],
        keyLength: 2,
        partitionLength: 1,
        read => new Block(read.Int64(), read.Int64(), read.Int64(), read.Int64(), read.Int64()),
        (row, write) =>
        {
            write.Int64(row.InodeId);
            write.Int64(row.Index);
            write.Int64(row.BlockId);
            write.Int64(row.Generation);
            write.Int64(row.LengthBytes);
        },
        ById);
}
