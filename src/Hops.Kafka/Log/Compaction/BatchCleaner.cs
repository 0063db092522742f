using Hops.Kafka.Compression;
using Hops.Kafka.Records;

namespace Hops.Kafka.Log.Compaction;

/// <summary>
/// Takes out of batches what need not stay: records of whose key there is a newer one, tombstones that everybody had time to see (KIP-534), records
/// of aborted transactions, markers. What stays keeps its offset. Batches that stay are no longer part of a transaction: it was committed, and its
/// marker goes too. Reuses its memory; for one caller at a time.
/// </summary>
/// <param name="newest">The newest offset of each key.</param>
/// <param name="committed">Asked of every batch, in order.</param>
/// <param name="openedMaxBytes">Bound of what a compressed batch opens to.</param>
/// <param name="nowMs">The time, milliseconds since 1970.</param>
/// <param name="tombstoneMs">How long a tombstone stays after it was first looked at.</param>
internal sealed class BatchCleaner(KeyOffsets newest, CommittedFilter committed, int openedMaxBytes, long nowMs, long tombstoneMs) : IDisposable
{
    private readonly ByteBuffer _records = new(64 << 10);
    private readonly ByteBuffer _batch = new(64 << 10);
    private long _largestTimestampMs;

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
        var kept = Keep(header, opened.Records.Span, horizonMs, horizonMs, out var keptTombstones);
        if (kept == 0)
            return default;
        if (keptTombstones > 0 && horizonMs is null)
        {
            horizonMs = nowMs + tombstoneMs;
            Keep(header, opened.Records.Span, seenHorizonMs: null, horizonMs, out _);
        }
        else if (kept == header.RecordCount && !header.IsTransactional)
        {
            return batch;
        }

        return Build(header, batch.Span, kept, horizonMs);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _records.Dispose();
        _batch.Dispose();
    }

    /// <summary>Copies the records that stay.</summary>
    /// <param name="header">Header of the batch.</param>
    /// <param name="records">Its records, opened.</param>
    /// <param name="seenHorizonMs">The time from which on its tombstones go; null if it was not looked at before.</param>
    /// <param name="horizonMs">The time that takes the place of the base of its timestamps; null to leave that.</param>
    /// <param name="tombstones">How many tombstones stay.</param>
    /// <returns>How many records stay.</returns>
    private int Keep(in RecordBatchHeader header, ReadOnlySpan<byte> records, long? seenHorizonMs, long? horizonMs, out int tombstones)
    {
        _records.Clear();
        _largestTimestampMs = -1;
        tombstones = 0;
        var kept = 0;
        var reader = new RecordBatchReader(header, records);
        var left = new RecordCursor(records);
        while (reader.MoveNext())
        {
            var record = left.Take(left.VarInt());
            var view = reader.Current;

            // Without a key nothing says what it is: it was written before the topic was compacted.
            if (view.IsKeyNull || view.Offset < newest.Find(view.Key) || (view.IsValueNull && seenHorizonMs <= nowMs))
                continue;
            tombstones += view.IsValueNull ? 1 : 0;
            kept++;
            _largestTimestampMs = Math.Max(_largestTimestampMs, view.TimestampMs);
            RecordFields.CopyRecord(_records, record, header.BaseTimestamp - (horizonMs ?? header.BaseTimestamp));
        }

        return kept;
    }

    private ReadOnlyMemory<byte> Build(in RecordBatchHeader header, ReadOnlySpan<byte> original, int kept, long? horizonMs)
    {
        _batch.Clear();
        _batch.Write(original[..RecordBatchHeader.LengthBytes]);
        Codecs.Compress(header.Codec, _records.Span, _batch);
        RecordBatchHeader.StampCleaned(_batch.Span, kept, _largestTimestampMs, horizonMs);
        return _batch.Memory;
    }
}
