using System.Buffers;
using Hops.Core.Storage;
using Hops.Kafka.Records;

namespace Hops.Kafka.Log;

/// <summary>Walks over the batches of a segment from a position on, in order, without gaps.</summary>
internal sealed class SegmentScan : IDisposable
{
    private const int ChunkBytes = 256 << 10;
    private const int BatchMaxBytes = 1 << 29;

    /// <summary>Bound of the bytes whose CRC one search computes: foreign bytes may look like the beginning of very many batches.</summary>
    private const long SearchMaxBytes = 1L << 30;

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

    /// <inheritdoc cref="Batch"/>
    public ReadOnlyMemory<byte> BatchMemory
    {
        get
        {
            _ = Batch;
            return _buffer.AsMemory(Position - _bufferPosition, Header.TotalBytes);
        }
    }

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

    /// <summary>
    /// Steps over damage, after <see cref="TryNext"/> has failed before the end: to the batch that follows the damaged one by what its header
    /// says, or else to the next place at which a whole batch with a right CRC begins.
    /// </summary>
    /// <param name="endOffset">Offset before which the batch must end.</param>
    /// <returns>False, without a step, if there is none.</returns>
    /// <remarks>
    /// A record may hold the bytes of a batch. Within the length that a damaged batch claims, one is believed only if another batch or
    /// the end follows it.
    /// </remarks>
    public bool TryResume(long endOffset)
    {
        var from = _nextPosition;
        var claimedEnd = from;
        if (_endPosition - from >= RecordBatchHeader.LengthBytes
            && RecordBatchHeader.TryParse(Buffered(from, RecordBatchHeader.LengthBytes), out var damaged)
            && damaged.BaseOffset == NextOffset && damaged.TotalBytes <= _endPosition - from)
        {
            claimedEnd = from + damaged.TotalBytes;
            if (TryBatchAt(claimedEnd, damaged.LastOffset + 1, endOffset, out var next) && next.BaseOffset == damaged.LastOffset + 1)
                return StepTo(claimedEnd, next);
        }

        var searchedBytes = 0L;
        for (var position = from + 1; _endPosition - position >= RecordBatchHeader.LengthBytes && searchedBytes < SearchMaxBytes; position++)
        {
            var window = Window(position);
            var magic = window[RecordBatchHeader.MagicAt..].IndexOf((byte)2);
            if (magic < 0)
            {
                position += window.Length - RecordBatchHeader.MagicAt - 1;
                continue;
            }

            position += magic;
            if (!TryHeaderAt(position, NextOffset, endOffset, out var candidate))
                continue;
            searchedBytes += candidate.TotalBytes;
            if (RecordBatchHeader.CrcMatches(Buffered(position, candidate.TotalBytes)) && (position >= claimedEnd || IsFollowed(position, candidate)))
                return StepTo(position, candidate);
        }

        return false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private bool StepTo(int position, in RecordBatchHeader header)
    {
        Header = header;
        Position = position;
        _nextPosition = position + header.TotalBytes;
        NextOffset = header.LastOffset + 1;
        return true;
    }

    private bool TryBatchAt(int position, long offsetMin, long endOffset, out RecordBatchHeader header) =>
        TryHeaderAt(position, offsetMin, endOffset, out header) && RecordBatchHeader.CrcMatches(Buffered(position, header.TotalBytes));

    private bool TryHeaderAt(int position, long offsetMin, long endOffset, out RecordBatchHeader header)
    {
        header = default;
        return _endPosition - position >= RecordBatchHeader.LengthBytes
            && RecordBatchHeader.TryParse(Buffered(position, RecordBatchHeader.LengthBytes), out header)
            && header.BaseOffset >= offsetMin
            && header.LastOffset < endOffset
            && header.LastOffset - _segmentBase <= int.MaxValue
            && header.TotalBytes <= Math.Min(BatchMaxBytes, _endPosition - position);
    }

    private bool IsFollowed(int position, in RecordBatchHeader header)
    {
        var next = position + header.TotalBytes;
        return next == _endPosition
            || (TryHeaderAt(next, header.LastOffset + 1, long.MaxValue, out var following) && following.BaseOffset == header.LastOffset + 1);
    }

    /// <summary>What is buffered from a position on, at least one header of it.</summary>
    private ReadOnlySpan<byte> Window(int position)
    {
        var bufferedEnd = _bufferPosition + _bufferedBytes;
        if (position < _bufferPosition || (position + RecordBatchHeader.LengthBytes > bufferedEnd && bufferedEnd < _endPosition))
            return Buffered(position, Math.Min(ChunkBytes, _endPosition - position));
        return _buffer.AsSpan(position - _bufferPosition, bufferedEnd - position);
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
