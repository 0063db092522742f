using System.Collections.Immutable;

namespace Hops.Kafka.Log;

/// <summary>A transaction that was aborted, as one partition saw it.</summary>
/// <param name="ProducerId">Whose it was.</param>
/// <param name="FirstOffset">Offset of its first record.</param>
/// <param name="LastOffset">Offset of the marker that ended it.</param>
public readonly record struct AbortedTransaction(long ProducerId, long FirstOffset, long LastOffset);

/// <summary>
/// The transactions of a partition as of one moment (KIP-98): which are open since which offset, and which were aborted, in the order of their
/// markers. A value: the writer makes the next one in a round, and the partition takes it when the round is published.
/// </summary>
internal sealed record TransactionIndex(ImmutableDictionary<long, long> Open, ImmutableList<AbortedTransaction> Aborted)
{
    public static TransactionIndex None { get; } = new(ImmutableDictionary<long, long>.Empty, []);

    /// <summary>First offset of the oldest open one. Kept, for it is asked after every round, and there may be very many.</summary>
    private long OldestOffset { get; init; } = Open.IsEmpty ? long.MaxValue : Open.Values.Min();

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
        var aborted = isCommit ? Aborted : Aborted.Add(new AbortedTransaction(producerId, firstOffset, markerOffset));
        return firstOffset == OldestOffset ? new(open, aborted) : this with { Open = open, Aborted = aborted };
    }

    /// <summary>Without the aborted ones all of which lies before the start of the log.</summary>
    public TransactionIndex TrimmedTo(long logStartOffset)
    {
        var count = FirstEndingAt(logStartOffset);
        return count == 0 ? this : this with { Aborted = Aborted.RemoveRange(0, count) };
    }

    /// <summary>The aborted ones that have records or their marker in a range.</summary>
    /// <param name="fromOffset">First offset of the range.</param>
    /// <param name="toOffset">Offset after its last one.</param>
    public IReadOnlyList<AbortedTransaction> AbortedIn(long fromOffset, long toOffset)
    {
        var found = new List<AbortedTransaction>();
        for (var at = FirstEndingAt(fromOffset); at < Aborted.Count; at++)
        {
            if (Aborted[at].FirstOffset < toOffset)
                found.Add(Aborted[at]);
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
            if (Aborted[middle].LastOffset < offset)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
