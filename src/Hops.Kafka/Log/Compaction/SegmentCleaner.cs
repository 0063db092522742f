using Hops.Core.Errors;
using Hops.Core.Storage;
using Hops.Kafka.Compression;
using Hops.Kafka.Records;

namespace Hops.Kafka.Log.Compaction;

/// <summary>
/// Writes what stays of some segments into one file. Where batches go, a batch without records stands for their offsets, so that a log never lacks
/// any: whoever finds that one does not follow the other has found damage (ADR 0128).
/// </summary>
/// <param name="disk">The disk.</param>
/// <param name="epochs">Leader epochs of the partition.</param>
/// <param name="indexIntervalBytes">Bytes between two entries of the index.</param>
/// <param name="cleaner">Says what stays of a batch.</param>
internal sealed class SegmentCleaner(Disk disk, LeaderEpochs epochs, int indexIntervalBytes, BatchCleaner cleaner) : IDisposable
{
    private const int WriteBytes = 1 << 20;

    /// <summary>Ending of the names of files that are being written.</summary>
    public const string Extension = ".cleaned";

    private readonly ByteBuffer _pending = new(2 * WriteBytes);
    private long _nextOffset;

    /// <summary>Writes the file.</summary>
    /// <param name="group">The segments, all held by the caller, one after the other.</param>
    /// <param name="endOffset">Offset after the last of them.</param>
    /// <param name="pace">Asked between batches; what it throws ends the work.</param>
    /// <exception cref="PlatformException"><c>CorruptData</c>: a segment is damaged. What the disk refuses.</exception>
    public async Task<CleanedSegment> WriteAsync(IReadOnlyList<Segment> group, long endOffset, CompactionPace pace)
    {
        var path = group[0].Path + Extension;
        disk.Delete(path);
        var made = new CleanedSegment(disk.Open(path, DiskMode.CreateNew), path, group, endOffset) { Index = new SparseIndex(indexIntervalBytes) };
        try
        {
            made.IsChanged = group.Count > 1;
            _nextOffset = group[0].BaseOffset;
            _pending.Clear();
            foreach (var segment in group)
                await CleanAsync(segment, made, pace);
            FillUpTo(endOffset, made);
            Flush(made);
            made.File.Sync();
            return made;
        }
        catch
        {
            made.File.Dispose();
            disk.Delete(path);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _pending.Dispose();

    private async Task CleanAsync(Segment segment, CleanedSegment made, CompactionPace pace)
    {
        using var scan = new SegmentScan(segment.File, segment.BaseOffset, segment.BaseOffset, 0, segment.ReadableBytes);
        while (scan.TryNext(verify: true))
        {
            var kept = cleaner.Clean(scan.Header, scan.BatchMemory);
            made.IsChanged |= !kept.Equals(scan.BatchMemory);
            if (!kept.IsEmpty)
            {
                FillUpTo(scan.Header.BaseOffset, made);
                Add(kept.Span, RecordBatchHeader.Parse(kept.Span), made);
                _nextOffset = scan.Header.LastOffset + 1;
            }

            await pace.SpendAsync(scan.Header.TotalBytes + kept.Length);
        }

        if (!scan.IsAtEnd)
            throw new PlatformException(ErrorCode.CorruptData, $"{segment.Path} is damaged at byte {scan.NextPosition}.");
    }

    /// <summary>Lets batches without records stand for what is missing before an offset, one for each leader epoch, as each batch tells its own.</summary>
    private void FillUpTo(long offset, CleanedSegment made)
    {
        while (_nextOffset < offset)
        {
            var epoch = epochs.At(_nextOffset);
            var end = Math.Min(offset, epochs.Starts.Select(start => start.StartOffset).FirstOrDefault(start => start > _nextOffset, long.MaxValue));
            var batch = RecordBatchHeader.Empty(_nextOffset, end - 1, Math.Max(0, epoch));
            Add(batch, RecordBatchHeader.Parse(batch), made);
            _nextOffset = end;
        }
    }

    private void Add(ReadOnlySpan<byte> batch, in RecordBatchHeader header, CleanedSegment made)
    {
        if (made.LengthBytes + (long)batch.Length > int.MaxValue)
            throw new PlatformException(ErrorCode.TooLarge, $"{made.Path} grew beyond what a segment can number.");
        if (header.MaxTimestamp > made.LargestTimestampMs)
            (made.LargestTimestampMs, made.LargestTimestampBatch) = (header.MaxTimestamp, header.BaseOffset);
        made.Index.Add((int)(header.BaseOffset - made.Replaced[0].BaseOffset), made.LengthBytes, made.LargestTimestampMs);
        made.LengthBytes += batch.Length;
        _pending.Write(batch);
        if (_pending.LengthBytes >= WriteBytes)
            Flush(made);
    }

    private void Flush(CleanedSegment made)
    {
        made.File.Write(_pending.Span, made.LengthBytes - _pending.LengthBytes);
        _pending.Clear();
    }
}
