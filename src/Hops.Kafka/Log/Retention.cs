namespace Hops.Kafka.Log;

/// <summary>Which segments a partition need not keep (reference 04 section 4.4): whole ones, oldest first, never the active one.</summary>
internal static class Retention
{
    /// <summary>Where the log may begin under the settings of the topic.</summary>
    public static long StartAfter(Partition partition, long nowMs)
    {
        var settings = partition.Settings;
        if (!settings.IsDeleted)
            return partition.LogStartOffset;
        var segments = partition.Segments;
        var start = partition.LogStartOffset;
        var sizeBytes = segments.Sum(segment => (long)segment.ReadableBytes);
        for (var i = 0; i < segments.Count; i++)
        {
            var segment = segments[i];
            var isActive = i == segments.Count - 1;
            var end = isActive ? partition.HighWatermark : segments[i + 1].BaseOffset;
            var isOld = settings.Retention is { } age && segment.LargestTimestampMs >= 0
                && nowMs - segment.LargestTimestampMs > age.TotalMilliseconds;
            var isSurplus = !isActive && settings.RetentionBytes is { } bound && sizeBytes - segment.ReadableBytes >= bound;

            // One without any time, as compaction may leave it, goes with the next one that does.
            var isTimeless = !isActive && segment.LargestTimestampMs < 0;
            if (segment.ReadableBytes == 0 || !(isOld || isSurplus || isTimeless))
                break;
            sizeBytes -= segment.ReadableBytes;
            if (isOld || isSurplus)
                start = Math.Max(start, end);
        }

        return start;
    }
}
