using System.Buffers;
using System.Runtime.InteropServices;
using Hops.Core.Errors;
using Hops.Kafka.Compression;

namespace Hops.Kafka.Records;

/// <summary>How far one step of a <see cref="RecordWalk"/> came.</summary>
internal enum WalkStep
{
    /// <summary>At a record.</summary>
    Record,

    /// <summary>Behind the last record; nothing follows it.</summary>
    End,

    /// <summary>At the pause that the caller set; the same call again goes on.</summary>
    Paused,
}

/// <summary>
/// Walks over the records of one batch and checks every byte of their structure (reference 04 section 3.1), but keeps none of them: a
/// compressed batch is opened through one buffer, which holds the largest record and not the batch. Allocates nothing for a record.
/// </summary>
internal sealed class RecordWalk : IDisposable
{
    private const int BufferBytes = 64 << 10;
    private const int LengthMostBytes = 5;

    private readonly RecordBatchHeader _header;
    private readonly int _openedMaxBytes;
    private readonly RecordInflater? _inflater;
    private byte[] _buffer;
    private int _at;
    private int _end;
    private bool _isAtEnd;
    private int _keyAt;
    private int _keyBytes;
    private int _valueAt;
    private int _valueBytes;

    /// <param name="batch">The whole batch; must not change before disposal.</param>
    /// <param name="header">Its header.</param>
    /// <param name="openedMaxBytes">Bound of what a compressed batch may open to; not asked of others.</param>
    /// <exception cref="PlatformException"><c>UndecodableRecord</c>: its codec cannot begin with it.</exception>
    public RecordWalk(ReadOnlyMemory<byte> batch, in RecordBatchHeader header, int openedMaxBytes)
    {
        _header = header;
        _openedMaxBytes = openedMaxBytes;
        var records = batch[RecordBatchHeader.LengthBytes..header.TotalBytes];
        if (header.Codec == CompressionCodec.None)
        {
            if (!MemoryMarshal.TryGetArray(records, out var segment))
                segment = records.ToArray();
            (_buffer, _at, _end, _isAtEnd) = (segment.Array!, segment.Offset, segment.Offset + segment.Count, true);
            return;
        }

        _inflater = Codecs.Open(header.Codec, records, openedMaxBytes);
        _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    }

    /// <summary>Number of the present record in the batch, from 0; -1 before the first.</summary>
    public int Index { get; private set; } = -1;

    /// <summary>Offset of the present record less that of the batch.</summary>
    public int OffsetDelta { get; private set; }

    /// <summary>Time that the producer gave to the present record, milliseconds since 1970.</summary>
    public long TimestampMs { get; private set; }

    /// <summary>True if the present record has no key.</summary>
    public bool IsKeyNull { get; private set; }

    /// <summary>True if the present record has no value.</summary>
    public bool IsValueNull { get; private set; }

    /// <summary>Key of the present record until the next step; empty if there is none.</summary>
    public ReadOnlySpan<byte> Key => _buffer.AsSpan(_keyAt, _keyBytes);

    /// <summary>Value of the present record until the next step; empty if there is none.</summary>
    public ReadOnlySpan<byte> Value => _buffer.AsSpan(_valueAt, _valueBytes);

    /// <summary>Bytes opened so far.</summary>
    public long OpenedBytes { get; private set; }

    /// <summary>Goes to the next record.</summary>
    /// <param name="pauseBytes">Where to pause: when so many bytes have been opened in all.</param>
    /// <exception cref="PlatformException"><c>UndecodableRecord</c>: the bytes are not records, or not as many as the header says.
    /// <c>TooLarge</c>: they open to more than the bound.</exception>
    public WalkStep Step(long pauseBytes)
    {
        if (!TryHold(LengthMostBytes, pauseBytes))
            return WalkStep.Paused;
        if (Index + 1 >= _header.RecordCount)
            return _at == _end ? WalkStep.End : throw RecordCursor.Malformed("bytes follow its last record");
        var ahead = new RecordCursor(_buffer.AsSpan(_at, _end - _at));
        var lengthBytes = ahead.VarInt();
        var prefixBytes = _end - _at - ahead.Rest.Length;
        if (lengthBytes < 0)
            throw RecordCursor.Malformed("a length points outside of it");
        if (_inflater is not null && lengthBytes > _openedMaxBytes)
            throw ByteBuffer.TooLarge(_openedMaxBytes);
        if (!TryHold(prefixBytes + lengthBytes, pauseBytes))
            return WalkStep.Paused;
        var rest = new RecordCursor(_buffer.AsSpan(_at + prefixBytes, _end - _at - prefixBytes));
        Examine(rest.Take(lengthBytes), _at + prefixBytes + lengthBytes);
        _at += prefixBytes + lengthBytes;
        Index++;
        return WalkStep.Record;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_inflater is null)
            return;
        _inflater.Dispose();
        var buffer = Interlocked.Exchange(ref _buffer, []);
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <param name="record">The record.</param>
    /// <param name="endAt">Where in the buffer it ends.</param>
    private void Examine(ReadOnlySpan<byte> record, int endAt)
    {
        var cursor = new RecordCursor(record);
        cursor.Byte();
        TimestampMs = unchecked(_header.BaseTimestamp + cursor.VarLong());
        OffsetDelta = cursor.VarInt();
        _keyBytes = cursor.Bytes(out var isKeyNull).Length;
        _keyAt = endAt - cursor.Rest.Length - _keyBytes;
        _valueBytes = cursor.Bytes(out var isValueNull).Length;
        _valueAt = endAt - cursor.Rest.Length - _valueBytes;
        (IsKeyNull, IsValueNull) = (isKeyNull, isValueNull);
        var headers = cursor.VarInt();
        if (headers < 0)
            throw RecordCursor.Malformed("the number of headers cannot be");
        for (; headers > 0; headers--)
        {
            cursor.Bytes(out var isNameNull);
            if (isNameNull)
                throw RecordCursor.Malformed("a header has no name");
            cursor.Bytes(out _);
        }

        if (!cursor.Rest.IsEmpty)
            throw RecordCursor.Malformed("a record is longer than its parts");
    }

    /// <summary>Opens until so many bytes are at hand, or there are no more.</summary>
    /// <returns>False at the pause.</returns>
    private bool TryHold(int lengthBytes, long pauseBytes)
    {
        while (_end - _at < lengthBytes && !_isAtEnd)
        {
            if (OpenedBytes >= pauseBytes)
                return false;
            MakeRoom();
            var read = _inflater!.Read(_buffer.AsSpan(_end));
            _isAtEnd = read == 0;
            _end += read;
            OpenedBytes += read;
            if (OpenedBytes > _openedMaxBytes)
                throw ByteBuffer.TooLarge(_openedMaxBytes);
        }

        return true;
    }

    /// <summary>Moves what is held to the front; the buffer grows only as far as records have really come.</summary>
    private void MakeRoom()
    {
        var held = _buffer.AsSpan(_at, _end - _at);
        if (held.Length <= _buffer.Length / 2)
        {
            held.CopyTo(_buffer);
        }
        else
        {
            var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            held.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        (_at, _end) = (0, _end - _at);
    }
}
