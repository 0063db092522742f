using Hops.Core.Errors;
using Hops.FileSystem.Blocks;
using Hops.FileSystem.Tables;

namespace Hops.FileSystem.Files;

/// <summary>
/// Reads a file as it was when it was opened; every byte is checked against its checksum before it is handed out. For one caller at a time.
/// </summary>
public sealed class FileReader : IDisposable
{
    private readonly BlockStore _store;
    private readonly Block[] _blocks;
    private readonly long[] _starts;
    private readonly byte[]? _body;
    private BlockReader? _reader;

    internal FileReader(BlockStore store, FileStatus status, Block[] blocks, byte[]? body)
    {
        _store = store;
        Status = status;
        _blocks = blocks;
        _body = body;
        _starts = new long[blocks.Length];
        long start = 0;
        for (var index = 0; index < blocks.Length; index++)
        {
            _starts[index] = start;
            start += blocks[index].LengthBytes;
        }

        if (body is null && start != status.LengthBytes)
            throw new PlatformException(ErrorCode.CorruptData, $"The blocks of file {status.InodeId} do not add up to its length.");
    }

    /// <summary>The file when it was opened.</summary>
    public FileStatus Status { get; }

    /// <summary>Its length.</summary>
    public long LengthBytes => Status.LengthBytes;

    /// <summary>Reads from an offset.</summary>
    /// <returns>Bytes read: as many as were asked for, fewer at the end of the file, 0 at or after it.</returns>
    /// <exception cref="PlatformException"><c>CorruptData</c>: nothing of the damaged part is handed out.</exception>
    public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        cancellationToken.ThrowIfCancellationRequested();
        var count = (int)Math.Min(buffer.Length, Math.Max(0, LengthBytes - offset));
        if (_body is not null)
        {
            if (count > 0)
                _body.AsSpan((int)offset, count).CopyTo(buffer.Span);
            return new(count);
        }

        var target = buffer.Span[..count];
        while (!target.IsEmpty)
        {
            var index = Array.BinarySearch(_starts, offset);
            if (index < 0)
                index = ~index - 1;
            var within = offset - _starts[index];
            var part = (int)Math.Min(target.Length, _blocks[index].LengthBytes - within);
            Reader(index).Read(target[..part], within);
            target = target[part..];
            offset += part;
        }

        return new(count);
    }

    /// <inheritdoc/>
    public void Dispose() => _reader?.Dispose();

    private BlockReader Reader(int index)
    {
        if (_reader is not null && _reader.Block == _blocks[index])
            return _reader;
        _reader?.Dispose();
        _reader = null;
        return _reader = _store.Open(_blocks[index]);
    }
}
