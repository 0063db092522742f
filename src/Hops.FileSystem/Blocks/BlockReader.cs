using Hops.Core.Errors;
using Hops.Core.Storage;
using Hops.FileSystem.Tables;

namespace Hops.FileSystem.Blocks;

/// <summary>Reads one finished block; every byte that it hands out was checked. For one caller at a time.</summary>
internal sealed class BlockReader(DiskFile file, Block block, uint[] checksums) : IDisposable
{
    private byte[]? _chunk;
    private int _chunkIndex = -1;

    /// <summary>The block.</summary>
    internal Block Block => block;

    /// <summary>Fills a buffer from an offset in the block; both lie within it.</summary>
    /// <exception cref="PlatformException"><c>CorruptData</c>.</exception>
    internal void Read(Span<byte> buffer, long offset)
    {
        while (!buffer.IsEmpty)
        {
            var index = (int)(offset / BlockFormat.ChunkLengthBytes);
            var within = (int)(offset % BlockFormat.ChunkLengthBytes);
            var lengthBytes = ChunkLength(index);
            var count = Math.Min(buffer.Length, lengthBytes - within);
            if (count == lengthBytes && index != _chunkIndex)
                ReadChunk(index, buffer[..lengthBytes]);
            else
                CachedChunk(index).AsSpan(within, count).CopyTo(buffer);
            buffer = buffer[count..];
            offset += count;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private byte[] CachedChunk(int index)
    {
        if (index == _chunkIndex)
            return _chunk!;
        _chunk ??= new byte[(int)Math.Min(BlockFormat.ChunkLengthBytes, block.LengthBytes)];
        _chunkIndex = -1;
        ReadChunk(index, _chunk.AsSpan(0, ChunkLength(index)));
        _chunkIndex = index;
        return _chunk;
    }

    private void ReadChunk(int index, Span<byte> chunk)
    {
        try
        {
            file.ReadExactly(chunk, (long)index * BlockFormat.ChunkLengthBytes);
        }
        catch (EndOfStreamException e)
        {
            throw new PlatformException(ErrorCode.CorruptData, $"Block {block.BlockId} of file {block.InodeId} is cut short.", e);
        }

        if (Crc32C.Of(chunk) != checksums[index])
        {
            chunk.Clear();
            throw new PlatformException(
                ErrorCode.CorruptData, $"Block {block.BlockId} of file {block.InodeId} is damaged in chunk {index}; it is not served.");
        }
    }

    private int ChunkLength(int index) =>
        (int)Math.Min(BlockFormat.ChunkLengthBytes, block.LengthBytes - ((long)index * BlockFormat.ChunkLengthBytes));
}
