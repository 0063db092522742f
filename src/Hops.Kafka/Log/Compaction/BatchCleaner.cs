using Hops.Kafka.Compression;
using Hops.Kafka.Records;

namespace Hops.Kafka.Log.Compaction;

/// <summary>
/// Takes out of batches what need not stay: records of whose key there is a newer one, tombstones that everybody had time to see (KIP-534), records
/// of aborted transactions, markers. What stays keeps its offset. Batches that stay are no longer part of a transaction: it was committed, and its
/// marker goes too. Reuses its memory; for one caller at a time. A batch that stays as it is is not copied.
/// </summary>
/// <param name="newest">The newest offset of each key.</param>
/// <param name="endOffset">
/// Up to where keys were looked at. A tombstone behind it stays in any case: what it deletes may not be known to be old, and would be back.
/// </param>
/// <param name="committed">Asked of every batch, in order.</param>
/// <param name="openedMaxBytes">Bound of what a compressed batch opens to.</param>
/// <param name="nowMs">The time, milliseconds since 1970.</param>
/// <param name="tombstoneMs">How long a tombstone stays after it was first looked at.</param>
internal sealed class BatchCleaner(KeyOffsets newest, long endOffset, CommittedFilter committed, int openedMaxBytes, long nowMs, long tombstoneMs) : IDisposable
{
    private readonly ByteBuffer _records = new(64 << 10);
    private readonly ByteBuffer _batch = new(64 << 10);
    private readonly List<Range> _kept = [];

    /// <summary>Cleans one batch.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="batch">The whole batch.</param>
    /// <returns>What stays of it, valid until the next call; the same bytes if all of it does; empty if nothing.</returns>
    public ReadOnlyMemory<byte> Clean(in RecordBatchHeader header, ReadOnlyMemory<byte> batch)
    {
        if (!committed.Holds(header) || header.RecordCount == 0)
            return default;
        using var opened = RecordBatch.Open(batch, openedMaxBytes);
        var horizonMs = header.HasDeleteHorizon ? header.BaseTimestamp : (long?)null;
        var choice = Choose(header, opened.Records.Span, horizonMs);
        if (choice.Records == 0)
            return default;
        var isFirstLook = choice.Tombstones > 0 && horizonMs is null;
        if (choice.Records == header.RecordCount && !isFirstLook)
            return header.IsTransactional ? Stamped(batch.Span, choice, horizonMs) : batch;
        if (isFirstLook)
            horizonMs = nowMs + tombstoneMs;
        Copy(opened.Records.Span, header.BaseTimestamp - (horizonMs ?? header.BaseTimestamp));
        return Build(header, batch.Span, choice, horizonMs);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _records.Dispose();
        _batch.Dispose();
    }

    /// <summary>Finds the records that stay, those side by side as one range of bytes.</summary>
    /// <param name="header">Header of the batch.</param>
    /// <param name="records">Its records, opened.</param>
    /// <param name="horizonMs">The time from which on its tombstones go; null if it was not looked at before.</param>
    private Choice Choose(in RecordBatchHeader header, ReadOnlySpan<byte> records, long? horizonMs)
    {
        _kept.Clear();
        var choice = new Choice(Records: 0, Tombstones: 0, LargestTimestampMs: -1);
        var reader = new RecordBatchReader(header, records);
        var left = new RecordCursor(records);
        while (reader.MoveNext())
        {
            var start = records.Length - left.Rest.Length;
            left.Take(left.VarInt());
            var view = reader.Current;

            // Without a key nothing says what it is: it was written before the topic was compacted.
            var isTombstone = view.IsValueNull && view.Offset < endOffset;
            if (view.IsKeyNull || view.Offset < newest.Find(view.Key) || (isTombstone && horizonMs <= nowMs))
                continue;
            choice = new Choice(choice.Records + 1, choice.Tombstones + (isTombstone ? 1 : 0), Math.Max(choice.LargestTimestampMs, view.TimestampMs));
            var end = records.Length - left.Rest.Length;
            if (_kept.Count > 0 && _kept[^1].End.Value == start)
                _kept[^1] = _kept[^1].Start..end;
            else
                _kept.Add(start..end);
        }

        return choice;
    }

    /// <summary>Copies what stays, as it is unless its timestamps count from another time now.</summary>
    private void Copy(ReadOnlySpan<byte> records, long shiftMs)
    {
        _records.Clear();
        foreach (var range in _kept)
        {
            if (shiftMs == 0)
            {
                _records.Write(records[range]);
                continue;
            }

            for (var left = new RecordCursor(records[range]); !left.Rest.IsEmpty;)
                RecordFields.CopyRecord(_records, left.Take(left.VarInt()), shiftMs);
        }
    }

    private ReadOnlyMemory<byte> Build(in RecordBatchHeader header, ReadOnlySpan<byte> original, in Choice choice, long? horizonMs)
    {
        _batch.Clear();
        _batch.Write(original[..RecordBatchHeader.LengthBytes]);
        Codecs.Compress(header.Codec, _records.Span, _batch);
        RecordBatchHeader.StampCleaned(_batch.Span, choice.Records, choice.LargestTimestampMs, horizonMs);
        return _batch.Memory;
    }

    /// <summary>The batch as it was compressed by its producer, under another header.</summary>
    private ReadOnlyMemory<byte> Stamped(ReadOnlySpan<byte> original, in Choice choice, long? horizonMs)
    {
        _batch.Clear();
        _batch.Write(original);
        RecordBatchHeader.StampCleaned(_batch.Span, choice.Records, choice.LargestTimestampMs, horizonMs);
        return _batch.Memory;
    }

    /// <summary>What stays of a batch.</summary>
    private readonly record struct Choice(int Records, int Tombstones, long LargestTimestampMs);
}
