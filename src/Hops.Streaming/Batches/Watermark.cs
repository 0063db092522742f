using Hops.Streaming.Decoding;

namespace Hops.Streaming.Batches;

/// <summary>
/// The watermark of a query: the latest event time seen less the delay (Spark's rule, in milliseconds). Where a batch leaves records of a
/// partition unread it is the latest time of the partition that lags most, so that a backlog, or a partition that was added late, is not
/// overtaken by what others have brought. It never goes back.
/// </summary>
/// <param name="delayMs">Delay in milliseconds.</param>
internal sealed class Watermark(long delayMs)
{
    private SortedDictionary<int, long> _latestMs = [];
    private SortedDictionary<int, long>? _pending;

    /// <summary>Takes up what was known after the last commit.</summary>
    /// <param name="latestMs">Latest event time of each partition, by number; null for one that has shown none.</param>
    public void Restore(IReadOnlyList<long?> latestMs)
    {
        _latestMs = [];
        for (var partition = 0; partition < latestMs.Count; partition++)
        {
            if (latestMs[partition] is { } known)
                _latestMs[partition] = known;
        }
    }

    /// <summary>The watermark after a batch that is not accepted yet.</summary>
    /// <param name="presentMs">The one in force during it.</param>
    /// <param name="input">Its records.</param>
    /// <param name="latestMicros">Latest event time of each partition that had one in it.</param>
    public long After(long presentMs, SourceBatch input, IReadOnlyDictionary<int, long> latestMicros)
    {
        var next = new SortedDictionary<int, long>(_latestMs);
        foreach (var (partition, micros) in latestMicros)
            next[partition] = Math.Max(next.GetValueOrDefault(partition, long.MinValue), Millis(micros));
        _pending = next;
        return next.Count == 0 || Slowest(next, input) is not { } slowestMs ? presentMs : Math.Max(presentMs, slowestMs - delayMs);
    }

    /// <summary>Latest event time of each partition after the batch at hand, by number; null for one that has shown none.</summary>
    public IReadOnlyList<long?> Pending()
    {
        var known = _pending ?? _latestMs;
        var partitions = known.Count == 0 ? 0 : known.Keys.Last() + 1;
        return [.. Enumerable.Range(0, partitions).Select(partition => known.TryGetValue(partition, out var latest) ? latest : (long?)null)];
    }

    /// <summary>The batch at hand is committed.</summary>
    public void Accept() => (_latestMs, _pending) = (_pending ?? _latestMs, null);

    /// <summary>The batch at hand is thrown away.</summary>
    public void Discard() => _pending = null;

    /// <summary>Microseconds as milliseconds, rounded down also before 1970.</summary>
    public static long Millis(long micros) => Math.DivRem(micros, 1000) is var (quotient, rest) && rest < 0 ? quotient - 1 : micros / 1000;

    /// <summary>
    /// Latest event time that every partition with more to read has reached; null if one of them was not read at all yet. One that was
    /// read and has no times holds nobody up.
    /// </summary>
    private static long? Slowest(SortedDictionary<int, long> latestMs, SourceBatch input)
    {
        var slowest = latestMs.Values.Max();
        foreach (var partition in input.Unfinished)
        {
            if (latestMs.TryGetValue(partition, out var own))
                slowest = Math.Min(slowest, own);
            else if (!input.Slices.Any(slice => slice.Partition == partition))
                return null;
        }

        return slowest;
    }
}
