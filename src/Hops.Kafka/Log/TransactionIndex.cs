using System.Collections.Immutable;

namespace Hops.Kafka.Log;

/// <summary>A transaction that was aborted, as one partition saw it.</summary>
/// <param name="ProducerId">Whose it was.</param>
/// <param name="FirstOffset">Offset of its first record.</param>
/// <param name="LastOffset">Offset of the marker that ended it.</param>
public readonly record struct AbortedTransaction(long ProducerId, long FirstOffset, long LastOffset);

/// <summary>
/// An aborted transaction with an offset before which no later one of the list begins, so that who looks for those of a range knows where to stop.
/// It is that of the oldest open transaction after the marker, or the one behind the marker, as in Apache Kafka's transaction index; or a later one.
/// </summary>
internal readonly record struct AbortedEntry(AbortedTransaction Transaction, long StableOffset);

/// <summary>
/// The transactions of a partition as of one moment (KIP-98): which are open since which offset, and which were aborted, in the order of their
/// markers. A value: the writer makes the next one in a round, and the partition takes it when the round is published.
/// </summary>
internal sealed record TransactionIndex(ImmutableDictionary<long, long> Open, ImmutableList<AbortedEntry> Aborted)
{
    public static TransactionIndex None { get; } = new(ImmutableDictionary<long, long>.Empty, []);

    /// <summary>First offset of the oldest open one. Kept, for it is asked after every round, and there may be very many.</summary>
    private long OldestOffset { get; init; } = Open.IsEmpty ? long.MaxValue : Open.Values.Min();

    /// <summary>Those that were saved.</summary>
    /// <param name="open">Open ones: first offset by producer.</param>
    /// <param name="aborted">Aborted ones, in the order of their markers.</param>
    public static TransactionIndex Restored(ImmutableDictionary<long, long> open, IReadOnlyList<AbortedTransaction> aborted)
    {
        // Where to stop is found from the end: what is open may be aborted yet, and what begins later begins behind every marker.
        var entries = new AbortedEntry[aborted.Count];
        var stableOffset = open.Values.DefaultIfEmpty(long.MaxValue).Min();
        for (var at = entries.Length - 1; at >= 0; at--)
        {
            entries[at] = new AbortedEntry(aborted[at], Math.Min(stableOffset, aborted[^1].LastOffset + 1));
            stableOffset = Math.Min(stableOffset, aborted[at].FirstOffset);
        }

        return new(open, [.. entries]);
    }

    /// <summary>True if nothing would be lost without it.</summary>
    public bool IsEmpty => Open.IsEmpty && Aborted.IsEmpty;

    /// <summary>Offset before which every transaction has ended: that of the oldest open one, or the end of the log.</summary>
    /// <param name="end">End of the log.</param>
    public long StableEnd(long end) => Math.Min(end, OldestOffset);

    /// <summary>With a record of a producer's transaction; its first one opens it.</summary>
    public TransactionIndex With(long producerId, long baseOffset) => Open.ContainsKey(producerId)
        ? this
        : this with { Open = Open.Add(producerId, baseOffset), OldestOffset = Math.Min(OldestOffset, baseOffset) };

    /// <summary>With the end of a producer's transaction, if it has one that is open.</summary>
    public TransactionIndex Ended(long producerId, long markerOffset, bool isCommit)
    {
        if (!Open.TryGetValue(producerId, out var firstOffset))
            return this;
        var open = Open.Remove(producerId);
        var next = firstOffset == OldestOffset ? new(open, Aborted) : this with { Open = open };
        if (isCommit)
            return next;
        var aborted = new AbortedTransaction(producerId, firstOffset, markerOffset);
        return next with { Aborted = Aborted.Add(new AbortedEntry(aborted, next.StableEnd(markerOffset + 1))) };
    }

    /// <summary>Without the aborted ones all of which lies before the start of the log.</summary>
    public TransactionIndex TrimmedTo(long logStartOffset)
    {
        var count = FirstEndingAt(logStartOffset);
        return count == 0 ? this : this with { Aborted = Aborted.RemoveRange(0, count) };
    }

    /// <summary>Without the aborted ones whose marker lies in a range of which compaction has left nothing of them.</summary>
    /// <param name="fromOffset">First offset of the range.</param>
    /// <param name="toOffset">Offset after its last one.</param>
    public TransactionIndex Without(long fromOffset, long toOffset)
    {
        var first = FirstEndingAt(fromOffset);
        var count = FirstEndingAt(toOffset) - first;
        return count == 0 ? this : this with { Aborted = Aborted.RemoveRange(first, count) };
    }

    /// <summary>The aborted ones that have records or their marker in a range.</summary>
    /// <param name="fromOffset">First offset of the range.</param>
    /// <param name="toOffset">Offset after its last one.</param>
    public IReadOnlyList<AbortedTransaction> AbortedIn(long fromOffset, long toOffset)
    {
        var found = new List<AbortedTransaction>();
        for (var at = FirstEndingAt(fromOffset); at < Aborted.Count; at++)
        {
            var (aborted, stableOffset) = Aborted[at];
            if (aborted.FirstOffset < toOffset)
                found.Add(aborted);
            if (stableOffset >= toOffset)
                break;
        }

        return found;
    }

    /// <summary>Index of the first aborted one whose marker is at or behind an offset.</summary>
    private int FirstEndingAt(long offset)
    {
        var (low, high) = (0, Aborted.Count);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (Aborted[middle].Transaction.LastOffset < offset)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
