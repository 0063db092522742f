using Hops.Core.Storage;
using Hops.Metadata.Tables;

namespace Hops.FileSystem.Tables;

/// <summary>A piece of the content of a small file, with its CRC32C.</summary>
internal sealed record BodyChunk(long InodeId, long Index, uint Crc32C, byte[] Content)
{
    /// <summary>Content bytes of every chunk but the last.</summary>
    internal const int LengthMaxBytes = 64 * 1024;

    internal static readonly Table<BodyChunk> Table = new(
        "body",
        [
            new("inode_id", ColumnType.Int64),
            new("chunk_index", ColumnType.Int64),
            new("crc32c", ColumnType.Int64),
            new("content", ColumnType.Bytes),
        ],
        keyLength: 2,
        partitionLength: 1,
        read => new BodyChunk(read.Int64(), read.Int64(), (uint)read.Int64(), read.Bytes()),
        (row, write) =>
        {
            write.Int64(row.InodeId);
            write.Int64(row.Index);
            write.Int64(row.Crc32C);
            write.Bytes(row.Content);
        });
}
