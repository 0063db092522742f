using Hops.Kafka.Records;

namespace Hops.Kafka.Log;

/// <summary>Finds records by timestamp: segment, index, batch, record.</summary>
internal static class TimeSearch
{
    private const int StepBytes = 1 << 20;

    /// <summary>Bound of one decompressed batch; compare with the largest batch that a topic may take.</summary>
    private const int RecordsMaxBytes = 256 << 20;

    /// <summary>First record at or after a time.</summary>
    public static RecordPosition? First(Partition partition, long timestampMs)
    {
        foreach (var segment in partition.Segments)
        {
            if (segment.LargestTimestampMs < timestampMs || !segment.TryAcquire())
                continue;
            long from;
            using (segment)
                from = segment.BaseOffset + segment.Index.OffsetBefore(timestampMs);
            if (FirstFrom(partition, Math.Max(from, partition.LogStartOffset), timestampMs) is { } found)
                return found;
        }

        return null;
    }

    /// <summary>The record with the largest timestamp.</summary>
    public static RecordPosition? Largest(Partition partition)
    {
        var largest = partition.Segments.Select(segment => segment.LargestTimestampMs).DefaultIfEmpty(-1).Max();
        return largest < 0 ? null : First(partition, largest);
    }

    private static RecordPosition? FirstFrom(Partition partition, long offset, long timestampMs)
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
                    if (header.MaxTimestamp >= timestampMs && FirstIn(rest, partition.LogStartOffset, timestampMs) is { } found)
                        return found;
                    offset = header.LastOffset + 1;
                    rest = rest[header.TotalBytes..];
                }
            }
        }
    }

    private static RecordPosition? FirstIn(ReadOnlyMemory<byte> bytes, long logStartOffset, long timestampMs)
    {
        using var batch = RecordBatch.Open(bytes, RecordsMaxBytes);
        var reader = batch.Read();
        while (reader.MoveNext())
        {
            var record = reader.Current;
            if (record.TimestampMs >= timestampMs && record.Offset >= logStartOffset)
                return new RecordPosition(record.Offset, record.TimestampMs, batch.Header.LeaderEpoch);
        }

        return null;
    }
}
