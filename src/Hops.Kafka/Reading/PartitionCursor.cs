using Hops.Core.Errors;
using Hops.Kafka.Records;

namespace Hops.Kafka.Reading;

/// <summary>
/// Goes over the committed records of one partition, from an offset to one of its ends as it is told of them; where the oldest open
/// transaction begins is such an end. Holds a piece of them at a time. For one caller at a time.
/// </summary>
internal sealed class PartitionCursor
{
    /// <summary>Offsets of a piece when it goes back: a batch is opened anew for each piece of it.</summary>
    private const int WindowOffsets = 512;
    private const int WindowOffsetsMax = 1 << 20;

    private readonly ITopicRecords _records;
    private readonly bool _isBackward;
    private readonly int _heldMaxBytes;
    private readonly long _start;
    private readonly long _end;
    private readonly Queue<StoredMessage> _held = new();
    private long _position;

    /// <param name="records">The records.</param>
    /// <param name="ends">The partition, and where it begins and ends.</param>
    /// <param name="position">Next offset to read; going back, the one before which to begin.</param>
    /// <param name="isBackward">True to go towards the first record.</param>
    /// <param name="heldMaxBytes">About how much to hold; one record always fits.</param>
    public PartitionCursor(ITopicRecords records, PartitionEnds ends, long position, bool isBackward, int heldMaxBytes)
    {
        (_records, _isBackward, _heldMaxBytes) = (records, isBackward, heldMaxBytes);
        (Index, _start, _end) = (ends.Partition, ends.StartOffset, ends.StableOffset);

        // Who is ahead of what is committed reads nothing yet, and goes on from there.
        _position = Math.Clamp(position, _start, isBackward ? _end : Math.Max(_end, ends.EndOffset));
        if (!isBackward)
            _end = Math.Max(_end, _position);
    }

    /// <summary>Number of the partition.</summary>
    public int Index { get; }

    /// <summary>Where to go on after what was taken.</summary>
    public long Position => !_held.TryPeek(out var next) ? _position : _isBackward ? next.Offset + 1 : next.Offset;

    /// <summary>Offsets between it and its end.</summary>
    public long Ahead => _isBackward ? Position - _start : _end - Position;

    /// <summary>True if a part of it could not be read.</summary>
    public bool IsUnreadable { get; private set; }

    /// <summary>What <see cref="PeekAsync"/> has shown and was not taken; null if there is nothing.</summary>
    public StoredMessage? Held => _held.TryPeek(out var next) ? next : null;

    /// <summary>The next record, not taken yet; null at the end.</summary>
    public async ValueTask<StoredMessage?> PeekAsync(CancellationToken cancellationToken)
    {
        while (_held.Count == 0 && _position != (_isBackward ? _start : _end))
        {
            if (_isBackward)
                await FillBackwardAsync(cancellationToken);
            else
                await FillForwardAsync(cancellationToken);
        }

        return Held;
    }

    /// <summary>Takes what <see cref="PeekAsync"/> has shown.</summary>
    public void Take() => _held.Dequeue();

    private async ValueTask FillForwardAsync(CancellationToken cancellationToken)
    {
        var heldBytes = 0;
        using var piece = await _records.ReadAsync(Index, _position, _heldMaxBytes, cancellationToken);
        _position = HandOut(piece, _position, _end, message =>
        {
            if (_held.Count > 0 && heldBytes + message.SizeBytes > _heldMaxBytes)
                return false;
            _held.Enqueue(message);
            heldBytes += message.SizeBytes;
            return true;
        });
    }

    private async ValueTask FillBackwardAsync(CancellationToken cancellationToken)
    {
        var kept = new LinkedList<StoredMessage>();
        for (var window = (long)WindowOffsets; kept.Count == 0 && _position > _start; window = Math.Min(window * 2, WindowOffsetsMax))
        {
            var heldBytes = 0;
            var from = Math.Max(_start, _position - window);
            for (var at = from; at < _position;)
            {
                using var piece = await _records.ReadAsync(Index, at, _heldMaxBytes, cancellationToken);
                at = HandOut(piece, at, _position, message =>
                {
                    kept.AddLast(message);
                    heldBytes += message.SizeBytes;
                    while (heldBytes > _heldMaxBytes && kept.Count > 1)
                    {
                        heldBytes -= kept.First!.Value.SizeBytes;
                        kept.RemoveFirst();
                        from = kept.First!.Value.Offset;
                    }

                    return true;
                });
            }

            _position = from;
        }

        foreach (var message in kept.Reverse())
            _held.Enqueue(message);
    }

    /// <summary>Hands out the records of a piece until one is declined.</summary>
    /// <returns>Where to go on: at the record that was declined, or behind all that was there; <paramref name="end"/> if no more can be read.</returns>
    private long HandOut(RecordPiece piece, long from, long end, Func<StoredMessage, bool> take)
    {
        if (piece.GoneUntilOffset is { } start)
            return Math.Min(end, start);
        IsUnreadable |= piece.IsUnreadable;
        var committed = piece.Committed();
        var position = from;
        foreach (var buffer in piece.Batches)
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

        if (position > from)
            return Math.Min(position, end);

        // Bytes of which no batch can be made: of a format before the second, say.
        IsUnreadable |= piece.Batches.Count > 0;
        return end;
    }

    /// <summary>The offset of the record of a batch that was declined; null if none was.</summary>
    private long? Declined(ReadOnlyMemory<byte> bytes, (long From, long End) wanted, Func<StoredMessage, bool> take)
    {
        try
        {
            using var batch = RecordBatch.Open(bytes, _records.BatchOpenedMaxBytes);
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
