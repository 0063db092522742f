using Hops.Kafka.Records;

namespace Hops.Kafka.Log;

/// <summary>
/// Finds records by timestamp: segment, index, batch, record. One batch is opened at a time, piece by piece, so that it takes little memory
/// whatever a batch opens to; between pieces the caller may let others go first, or give up.
/// </summary>
internal static class TimeSearch
{
    private const int StepBytes = 1 << 20;

    /// <summary>Bytes opened between two pauses: a few milliseconds.</summary>
    private const int PauseBytes = 8 << 20;

    /// <summary>Bound of one decompressed batch; compare with the largest batch that a topic may take.</summary>
    private const int RecordsMaxBytes = 256 << 20;

    /// <summary>First record at or after a time.</summary>
    /// <param name="partition">Where to look.</param>
    /// <param name="timestampMs">The time, milliseconds since 1970.</param>
    /// <param name="pause">Called now and then while much is opened or read; what it throws ends the search.</param>
    public static async ValueTask<RecordPosition?> FirstAsync(Partition partition, long timestampMs, Func<ValueTask> pause)
    {
        foreach (var segment in partition.Segments)
        {
            if (segment.LargestTimestampMs < timestampMs || !segment.TryAcquire())
                continue;
            long from;
            using (segment)
            {
                try
                {
                    from = segment.BaseOffset + segment.Index.OffsetBefore(timestampMs);
                }
                catch (FileNotFoundException)
                {
                    // Retention has removed it since it was found, and nobody had it open.
                    continue;
                }
            }

            if (await FirstFromAsync(partition, Math.Max(from, partition.LogStartOffset), timestampMs, pause) is { } found)
                return found;
        }

        return null;
    }

    /// <summary>The record with the largest timestamp.</summary>
    /// <inheritdoc cref="FirstAsync"/>
    public static async ValueTask<RecordPosition?> LargestAsync(Partition partition, Func<ValueTask> pause)
    {
        var largest = partition.Segments.Select(segment => segment.LargestTimestampMs).DefaultIfEmpty(-1).Max();
        return largest < 0 ? null : await FirstAsync(partition, largest, pause);
    }

    private static async ValueTask<RecordPosition?> FirstFromAsync(Partition partition, long offset, long timestampMs, Func<ValueTask> pause)
    {
        while (true)
        {
            using var slice = partition.Read(offset, StepBytes, atLeastOne: true);
            if (slice.LengthBytes == 0)
                return null;
            foreach (var buffer in slice.Buffers)
            {
                for (var rest = buffer; !rest.IsEmpty;)
                {
                    var header = RecordBatchHeader.Parse(rest.Span);
                    if (header.MaxTimestamp >= timestampMs && await FirstInAsync(rest, header, partition.LogStartOffset, timestampMs, pause) is { } found)
                        return found;
                    offset = header.LastOffset + 1;
                    rest = rest[header.TotalBytes..];
                }
            }

            await pause();
        }
    }

    private static async ValueTask<RecordPosition?> FirstInAsync(
        ReadOnlyMemory<byte> batch, RecordBatchHeader header, long logStartOffset, long timestampMs, Func<ValueTask> pause)
    {
        using var walk = new RecordWalk(batch, header, RecordsMaxBytes);
        for (var pauseBytes = (long)PauseBytes; ; pauseBytes += PauseBytes)
        {
            var step = FindIn(walk, header, logStartOffset, timestampMs, pauseBytes);
            if (step == WalkStep.Record)
                return new RecordPosition(header.BaseOffset + walk.OffsetDelta, TimeOf(walk, header), header.LeaderEpoch);
            if (step == WalkStep.End)
                return null;
            await pause();
        }
    }

    /// <summary>Goes on to the record that is looked for, the end or the pause.</summary>
    private static WalkStep FindIn(RecordWalk walk, in RecordBatchHeader header, long logStartOffset, long timestampMs, long pauseBytes)
    {
        while (true)
        {
            var step = walk.Step(pauseBytes);
            if (step != WalkStep.Record || (TimeOf(walk, header) >= timestampMs && header.BaseOffset + walk.OffsetDelta >= logStartOffset))
                return step;
        }
    }

    private static long TimeOf(RecordWalk walk, in RecordBatchHeader header) => header.IsLogAppendTime ? header.MaxTimestamp : walk.TimestampMs;
}
