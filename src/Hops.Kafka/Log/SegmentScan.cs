using System.Buffers;
using Hops.Core.Storage;
using Hops.Kafka.Records;

namespace Hops.Kafka.Log;

/// <summary>Walks over the batches of a segment from a position on, in order, without gaps.</summary>
internal sealed class SegmentScan : IDisposable
{
    private const int ChunkBytes = 256 << 10;
    private const int BatchMaxBytes = 1 << 29;

    private readonly DiskFile _file;
    private readonly long _segmentBase;
    private readonly int _endPosition;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(ChunkBytes);
    private int _bufferPosition;
    private int _bufferedBytes;
    private int _nextPosition;

    /// <param name="file">The segment's file.</param>
    /// <param name="segmentBase">First offset of the segment.</param>
    /// <param name="offset">Offset with which the batch at <paramref name="position"/> must begin.</param>
    /// <param name="position">Where to begin.</param>
    /// <param name="endPosition">Where the bytes end that count.</param>
    public SegmentScan(DiskFile file, long segmentBase, long offset, int position, int endPosition)
    {
        _file = file;
        _segmentBase = segmentBase;
        NextOffset = offset;
        _nextPosition = position;
        _bufferPosition = position;
        _endPosition = endPosition;
    }

    /// <summary>The batch that was found last.</summary>
    public RecordBatchHeader Header { get; private set; }

    /// <summary>Its position.</summary>
    public int Position { get; private set; }

    /// <summary>Offset that the next batch must have.</summary>
    public long NextOffset { get; private set; }

    /// <summary>Where the next batch must begin: after a failure, the end of what is sound.</summary>
    public int NextPosition => _nextPosition;

    /// <summary>True if the bytes that count have been walked over to their end.</summary>
    public bool IsAtEnd => _nextPosition == _endPosition;

    /// <summary>The whole batch that was found last; valid until the next step.</summary>
    public ReadOnlySpan<byte> Batch => Buffered(Position, Header.TotalBytes);

    /// <summary>Steps to the next batch.</summary>
    /// <param name="verify">True to check the CRC.</param>
    /// <returns>False at the end and where no sound batch of the right offset is.</returns>
    public bool TryNext(bool verify)
    {
        if (_endPosition - _nextPosition < RecordBatchHeader.LengthBytes)
            return false;
        if (!RecordBatchHeader.TryParse(Buffered(_nextPosition, RecordBatchHeader.LengthBytes), out var header))
            return false;
        if (header.BaseOffset != NextOffset || header.TotalBytes > _endPosition - _nextPosition || header.TotalBytes > BatchMaxBytes)
            return false;
        if (header.LastOffset - _segmentBase > int.MaxValue)
            return false;
        if (verify && !RecordBatchHeader.CrcMatches(Buffered(_nextPosition, header.TotalBytes)))
            return false;
        Header = header;
        Position = _nextPosition;
        _nextPosition += header.TotalBytes;
        NextOffset = header.LastOffset + 1;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private ReadOnlySpan<byte> Buffered(int position, int lengthBytes)
    {
        if (position < _bufferPosition || position + lengthBytes > _bufferPosition + _bufferedBytes)
        {
            if (_buffer.Length < lengthBytes)
            {
                ArrayPool<byte>.Shared.Return(_buffer);
                _buffer = ArrayPool<byte>.Shared.Rent(lengthBytes);
            }

            _bufferPosition = position;
            _bufferedBytes = Math.Min(_buffer.Length, _endPosition - position);
            _file.ReadExactly(_buffer.AsSpan(0, _bufferedBytes), position);
        }

        return _buffer.AsSpan(position - _bufferPosition, lengthBytes);
    }
}
