namespace Hops.Kafka.Log.Compaction;

/// <summary>What of a log can be compacted now, and how much it is worth (KIP-58, KIP-354).</summary>
/// <param name="Segments">The segments from the first one on that are full, decided and old enough.</param>
/// <param name="DirtyOffset">Offset before which the log is compacted already.</param>
/// <param name="EndOffset">Offset after the last of the segments.</param>
/// <param name="DirtyRatio">The part of their bytes that has not been compacted, 0 to 1.</param>
internal sealed record CompactionPlan(IReadOnlyList<Segment> Segments, long DirtyOffset, long EndOffset, double DirtyRatio)
{
    /// <summary>The plan for a partition.</summary>
    /// <returns>Null if there is nothing to do, or not yet.</returns>
    public static CompactionPlan? Of(Partition partition, long nowMs)
    {
        var settings = partition.Settings;
        if (!settings.IsCompacted || partition.IsClosed || partition.IsDamaged || partition.Gaps.Count > 0)
            return null;

        // Never the active segment, and nothing of which it is not known whether it is committed.
        var segments = partition.Segments;
        var stableOffset = partition.LastStableOffset;
        var count = 0;
        while (count + 1 < segments.Count
            && segments[count + 1].BaseOffset <= stableOffset
            && nowMs - segments[count].LargestTimestampMs >= settings.CompactionLagMin.TotalMilliseconds)
            count++;
        if (count == 0)
            return null;
        var end = segments[count].BaseOffset;
        var dirtyOffset = Math.Max(partition.CompactedOffset, segments[0].BaseOffset);
        if (dirtyOffset >= end)
            return null;

        var dirty = segments.Take(count).Where((_, i) => segments[i + 1].BaseOffset > dirtyOffset).ToList();
        var ratio = dirty.Sum(segment => (double)segment.ReadableBytes) / Math.Max(1, segments.Take(count).Sum(segment => (double)segment.ReadableBytes));
        var isOverdue = settings.CompactionLagMax is { } most && nowMs - dirty[0].LargestTimestampMs >= most.TotalMilliseconds;
        return ratio >= settings.DirtyRatioMin || isOverdue ? new CompactionPlan([.. segments.Take(count)], dirtyOffset, end, ratio) : null;
    }
}
