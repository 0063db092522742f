using Hops.Core.Errors;
using Hops.Kafka.Log;
using Hops.Kafka.Records;

namespace Hops.Kafka.Reading;

/// <summary>
/// Goes over the committed records of one partition, from an offset to one of its ends as they are when it is made; where the oldest open
/// transaction begins is such an end. Holds a piece of them at a time. For one caller at a time.
/// </summary>
internal sealed class PartitionCursor
{
    /// <summary>Offsets of a piece when it goes back: a batch is opened anew for each piece of it.</summary>
    private const int WindowOffsets = 512;
    private const int WindowOffsetsMax = 1 << 20;

    private readonly Partition _log;
    private readonly bool _isBackward;
    private readonly int _heldMaxBytes;
    private readonly long _start;
    private readonly long _end;
    private readonly Queue<StoredMessage> _held = new();
    private long _position;

    /// <param name="log">The partition.</param>
    /// <param name="position">Next offset to read; going back, the one before which to begin.</param>
    /// <param name="isBackward">True to go towards the first record.</param>
    /// <param name="heldMaxBytes">About how much to hold; one record always fits.</param>
    public PartitionCursor(Partition log, long position, bool isBackward, int heldMaxBytes)
    {
        (_log, _isBackward, _heldMaxBytes) = (log, isBackward, heldMaxBytes);
        (_start, _end) = (log.LogStartOffset, log.LastStableOffset);

        // Who is ahead of what is committed reads nothing yet, and goes on from there.
        _position = Math.Clamp(position, _start, isBackward ? _end : Math.Max(_end, log.HighWatermark));
        if (!isBackward)
            _end = Math.Max(_end, _position);
    }

    /// <summary>Number of the partition.</summary>
    public int Index => _log.Id.Partition;

    /// <summary>Where to go on after what was taken.</summary>
    public long Position => !_held.TryPeek(out var next) ? _position : _isBackward ? next.Offset + 1 : next.Offset;

    /// <summary>Offsets between it and its end.</summary>
    public long Ahead => _isBackward ? Position - _start : _end - Position;

    /// <summary>True if a part of it could not be read.</summary>
    public bool IsUnreadable { get; private set; }

    /// <summary>The next record, not taken yet; null at the end.</summary>
    public StoredMessage? Peek()
    {
        while (_held.Count == 0 && _position != (_isBackward ? _start : _end))
        {
            if (_isBackward)
                FillBackward();
            else
                FillForward();
        }

        return _held.TryPeek(out var next) ? next : null;
    }

    /// <summary>Takes what <see cref="Peek"/> has shown.</summary>
    public void Take() => _held.Dequeue();

    private void FillForward()
    {
        var heldBytes = 0;
        _position = Read(_position, _end, message =>
        {
            if (_held.Count > 0 && heldBytes + message.SizeBytes > _heldMaxBytes)
                return false;
            _held.Enqueue(message);
            heldBytes += message.SizeBytes;
            return true;
        });
    }

    private void FillBackward()
    {
        var piece = new LinkedList<StoredMessage>();
        for (var window = (long)WindowOffsets; piece.Count == 0 && _position > _start; window = Math.Min(window * 2, WindowOffsetsMax))
        {
            var heldBytes = 0;
            var from = Math.Max(_start, _position - window);
            for (var at = from; at < _position;)
            {
                at = Read(at, _position, message =>
                {
                    piece.AddLast(message);
                    heldBytes += message.SizeBytes;
                    while (heldBytes > _heldMaxBytes && piece.Count > 1)
                    {
                        heldBytes -= piece.First!.Value.SizeBytes;
                        piece.RemoveFirst();
                        from = piece.First!.Value.Offset;
                    }

                    return true;
                });
            }

            _position = from;
        }

        foreach (var message in piece.Reverse())
            _held.Enqueue(message);
    }

    /// <summary>Reads a piece of the log and hands out its records until one is declined.</summary>
    /// <returns>Where to go on: at the record that was declined, or behind all that was there; <paramref name="end"/> if no more can be read.</returns>
    private long Read(long from, long end, Func<StoredMessage, bool> take)
    {
        using var slice = _log.Read(from, _heldMaxBytes, atLeastOne: true, isCommitted: true);
        if (slice.Error == KafkaError.OffsetOutOfRange && _log.LogStartOffset > from)
            return Math.Min(end, _log.LogStartOffset);
        IsUnreadable |= slice.Error != KafkaError.None;
        var committed = new CommittedFilter(slice.AbortedFrom(from).Select(static aborted => (aborted.ProducerId, aborted.FirstOffset)));
        var position = from;
        foreach (var buffer in slice.Buffers)
        {
            for (var rest = buffer; RecordBatchHeader.TryParse(rest.Span, out var header) && header.TotalBytes <= rest.Length; rest = rest[header.TotalBytes..])
            {
                if (header.BaseOffset >= end)
                    return end;
                if (committed.Holds(header) && Declined(rest, (position, end), take) is { } declined)
                    return declined;
                position = Math.Max(position, header.LastOffset + 1);
            }
        }

        return position == from ? end : Math.Min(position, end);
    }

    /// <summary>The offset of the record of a batch that was declined; null if none was.</summary>
    private long? Declined(ReadOnlyMemory<byte> bytes, (long From, long End) wanted, Func<StoredMessage, bool> take)
    {
        try
        {
            using var batch = RecordBatch.Open(bytes, _log.BatchOpenedMaxBytes);
            for (var records = batch.Read(); records.MoveNext();)
            {
                var record = records.Current;
                if (record.Offset >= wanted.From && record.Offset < wanted.End && !take(Copy(record)))
                    return record.Offset;
            }
        }
        catch (PlatformException refusal) when (refusal.Code is ErrorCode.UndecodableRecord or ErrorCode.CorruptData or ErrorCode.TooLarge)
        {
            // What earlier versions took need not open; what lies behind it does.
            IsUnreadable = true;
        }

        return null;
    }

    private StoredMessage Copy(RecordView record)
    {
        var headers = new List<KeyValuePair<byte[], byte[]?>>(record.Headers.Count);
        for (var left = record.Headers; left.MoveNext();)
            headers.Add(new(left.Name.ToArray(), left.IsValueNull ? null : left.Value.ToArray()));
        return new StoredMessage(
            Index, record.Offset, record.TimestampMs, record.IsKeyNull ? null : record.Key.ToArray(), record.IsValueNull ? null : record.Value.ToArray(), headers);
    }
}
