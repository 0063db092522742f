using Hops.Kafka.Records;

namespace Hops.Kafka.Log.Compaction;

/// <summary>
/// Compacts one log as far as it is planned (reference 04 section 4.5): looks at the part that is not compacted for the newest offset of each key, as
/// many as memory allows, then writes everything from the beginning on anew without what is older. Reads beside the writer of the logs, which only
/// puts each file in its place.
/// </summary>
internal sealed class LogCompaction(Partition partition, CompactionPlan plan, LogEnvironment environment, CompactionPace pace)
{
    private readonly TopicSettings _settings = partition.Settings;
    private readonly int _openedMaxBytes = Math.Max(environment.Options.BatchOpenedMaxBytes, partition.Settings.MessageMaxBytes);

    /// <summary>Compacts.</summary>
    /// <returns>Bytes that it has made free.</returns>
    /// <exception cref="Hops.Core.Errors.PlatformException">A segment is damaged, or the disk is full; what was done till then stays.</exception>
    public async Task<long> RunAsync()
    {
        // The transactions are those of now: what is aborted was so before the plan was made, and only we take such entries away.
        var aborted = partition.AbortedIn(plan.Segments[0].BaseOffset, plan.EndOffset);
        var newest = new KeyOffsets(environment.Options.CompactionMemoryMaxBytes);
        var end = await NoteAsync(newest, aborted);
        using var batches = new BatchCleaner(
            newest, end, FilterOf(aborted), _openedMaxBytes, environment.NowMs, (long)_settings.TombstoneRetention.TotalMilliseconds);
        using var segments = new SegmentCleaner(environment.Disk, partition.Epochs, _settings.IndexIntervalBytes, batches);
        var freedBytes = 0L;
        foreach (var (group, groupEnd) in Groups(end))
        {
            if (await ReplaceAsync(segments, group, groupEnd) is not { } freed)
                return freedBytes;
            freedBytes += freed;
        }

        partition.CompactedUpTo(end);
        return freedBytes;
    }

    /// <summary>Cleans one group and has the writer put it in its place.</summary>
    /// <returns>Bytes that became free; null if the segments are not those of the partition any more.</returns>
    private async Task<long?> ReplaceAsync(SegmentCleaner cleaner, IReadOnlyList<Segment> group, long groupEnd)
    {
        var held = new List<Segment>();
        try
        {
            foreach (var segment in group)
            {
                if (!segment.TryAcquire())
                    return null;
                held.Add(segment);
            }

            var made = await cleaner.WriteAsync(group, groupEnd, pace);
            if (made.IsChanged)
                return await partition.ReplaceAsync(made) ? group.Sum(segment => (long)segment.ReadableBytes) - made.LengthBytes : null;
            made.File.Dispose();
            environment.Disk.Delete(made.Path);
            return 0;
        }
        finally
        {
            foreach (var segment in held)
                segment.Dispose();
        }
    }

    /// <summary>Notes the newest offset of each key of what is not compacted yet.</summary>
    /// <returns>The offset up to which that was possible: the end, or where memory was full.</returns>
    private async Task<long> NoteAsync(KeyOffsets newest, IReadOnlyList<AbortedTransaction> aborted)
    {
        var committed = FilterOf(aborted);
        for (var i = 0; i < plan.Segments.Count; i++)
        {
            var segment = plan.Segments[i];
            if (!segment.TryAcquire())
                return segment.BaseOffset;
            using (segment)
            {
                if (await NoteAsync(newest, committed, segment) is { } full)
                    return full;
            }
        }

        return plan.EndOffset;
    }

    /// <returns>The offset at which memory was full; null if it was not.</returns>
    private async Task<long?> NoteAsync(KeyOffsets newest, CommittedFilter committed, Segment segment)
    {
        using var scan = new SegmentScan(segment.File, segment.BaseOffset, segment.BaseOffset, 0, segment.ReadableBytes);
        while (scan.TryNext(verify: true))
        {
            await pace.SpendAsync(scan.Header.TotalBytes);

            // Of every batch, for what it says of transactions.
            var isData = committed.Holds(scan.Header);
            if (!isData || scan.Header.LastOffset < plan.DirtyOffset || scan.Header.RecordCount == 0)
                continue;
            using var batch = RecordBatch.Open(scan.BatchMemory, _openedMaxBytes);
            if (Note(newest, batch) is { } full)
                return full;
        }

        return null;
    }

    private long? Note(KeyOffsets newest, RecordBatch batch)
    {
        var reader = batch.Read();
        while (reader.MoveNext())
        {
            var record = reader.Current;
            if (record.Offset >= plan.DirtyOffset && !record.IsKeyNull && !newest.TryNote(record.Key, record.Offset))
                return record.Offset;
        }

        return null;
    }

    /// <summary>The segments before an offset, those side by side together that fit into one.</summary>
    private IEnumerable<(IReadOnlyList<Segment> Group, long EndOffset)> Groups(long end)
    {
        var group = new List<Segment>();
        var bytes = 0L;
        for (var i = 0; i < plan.Segments.Count && plan.Segments[i].BaseOffset < end; i++)
        {
            var segment = plan.Segments[i];
            var segmentEnd = EndOf(i);
            var fits = bytes + segment.ReadableBytes <= _settings.SegmentBytes && segmentEnd - group.FirstOrDefault(segment).BaseOffset <= int.MaxValue;
            if (group.Count > 0 && !fits)
            {
                yield return (group, segment.BaseOffset);
                group = [];
                bytes = 0;
            }

            group.Add(segment);
            bytes += segment.ReadableBytes;
            if (i + 1 == plan.Segments.Count || plan.Segments[i + 1].BaseOffset >= end)
                yield return (group, segmentEnd);
        }
    }

    private long EndOf(int index) => index + 1 < plan.Segments.Count ? plan.Segments[index + 1].BaseOffset : plan.EndOffset;

    private static CommittedFilter FilterOf(IReadOnlyList<AbortedTransaction> aborted) => new(aborted.Select(static each => (each.ProducerId, each.FirstOffset)));
}
