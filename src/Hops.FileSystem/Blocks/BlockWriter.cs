using Hops.Core.Storage;

namespace Hops.FileSystem.Blocks;

/// <summary>Writes one block from start to end. For one caller at a time.</summary>
internal sealed class BlockWriter : IDisposable
{
    private const long AllocationStepBytes = 4 * 1024 * 1024;

    private readonly Disk _disk;
    private readonly DiskFile _file;
    private readonly string _directory;
    private readonly List<uint> _checksums = [];
    private Crc32C _checksum = new();
    private int _chunkBytes;
    private long _allocatedBytes;

    internal BlockWriter(Disk disk, DiskFile file, string directory, long blockId, long generation)
    {
        _disk = disk;
        _file = file;
        _directory = directory;
        BlockId = blockId;
        Generation = generation;
    }

    internal long BlockId { get; }

    internal long Generation { get; }

    /// <summary>Bytes written so far.</summary>
    internal long LengthBytes { get; private set; }

    /// <summary>Adds bytes at the end; not durable before <see cref="Finish"/>.</summary>
    /// <exception cref="Hops.Core.Errors.PlatformException"><c>DiskFull</c>; the block is of no more use then.</exception>
    internal void Append(ReadOnlySpan<byte> content)
    {
        if (LengthBytes + content.Length > _allocatedBytes)
        {
            var step = Math.Max(AllocationStepBytes, content.Length);
            _file.Allocate(_allocatedBytes, step);
            _allocatedBytes += step;
        }

        _file.Write(content, LengthBytes);
        LengthBytes += content.Length;
        while (!content.IsEmpty)
        {
            var part = content[..Math.Min(content.Length, BlockFormat.ChunkLengthBytes - _chunkBytes)];
            _checksum.Append(part);
            _chunkBytes += part.Length;
            content = content[part.Length..];
            if (_chunkBytes == BlockFormat.ChunkLengthBytes)
                EndChunk();
        }
    }

    /// <summary>
    /// Makes the block durable: data, checksums, then the names of both. When it returns the row of the block may be committed.
    /// </summary>
    internal void Finish()
    {
        if (_chunkBytes > 0)
            EndChunk();
        _file.SetLength(LengthBytes);
        _file.SyncData();
        var meta = BlockFormat.WriteMeta(BlockId, Generation, LengthBytes, _checksums);
        using (var file = _disk.Open(Path.Combine(_directory, BlockFormat.MetaName(BlockId, Generation)), DiskMode.CreateNew))
        {
            file.Write(meta, 0);
            file.SyncData();
        }

        _disk.SyncDirectory(_directory);
    }

    /// <summary>Closes the data file; the block stays as it is.</summary>
    public void Dispose() => _file.Dispose();

    private void EndChunk()
    {
        _checksums.Add(_checksum.Value);
        _checksum = new Crc32C();
        _chunkBytes = 0;
    }
}
