using Hops.Core.Errors;

namespace Hops.Kafka.Reading;

/// <summary>
/// Goes over the committed records of several partitions in the order of their timestamps, forward or back, from where each partition is told to
/// begin to its end as it was told of, or to where its oldest open transaction begins. Of a partition the order is that of its offsets. For one caller at
/// a time.
/// </summary>
public sealed class MessageWalk
{
    /// <summary>Memory that it holds of all partitions together, and the least of one.</summary>
    private const int HeldMaxBytes = 8 << 20;
    private const int HeldLeastBytes = 32 << 10;
    private const int HeldMostBytes = 1 << 20;

    private readonly List<PartitionCursor> _cursors;
    private readonly bool _isBackward;
    private PartitionCursor? _next;

    /// <param name="records">The records.</param>
    /// <param name="starts">Partitions and the next offset of each; going back, the offset before which each begins.</param>
    /// <param name="isBackward">True to go from newer records to older ones.</param>
    public MessageWalk(ITopicRecords records, IReadOnlyCollection<(PartitionEnds Ends, long Position)> starts, bool isBackward)
    {
        _isBackward = isBackward;
        var heldMaxBytes = Math.Clamp(HeldMaxBytes / Math.Max(1, starts.Count), HeldLeastBytes, HeldMostBytes);
        _cursors = [.. starts.Select(start => new PartitionCursor(records, start.Ends, start.Position, isBackward, heldMaxBytes))];
    }

    /// <summary>Bytes of the records that were taken.</summary>
    public long TakenBytes { get; private set; }

    /// <summary>Offsets that lie before it; the messages are at most as many.</summary>
    public long Ahead => _cursors.Sum(cursor => cursor.Ahead);

    /// <summary>Where another walk goes on.</summary>
    public IReadOnlyDictionary<int, long> Positions => _cursors.ToDictionary(cursor => cursor.Index, cursor => cursor.Position);

    /// <summary>Partitions of which a part could not be read.</summary>
    public IReadOnlyList<int> Unreadable => [.. _cursors.Where(cursor => cursor.IsUnreadable).Select(cursor => cursor.Index).Order()];

    /// <summary>The next record, not taken yet; null at the end.</summary>
    /// <exception cref="PlatformException">As of <see cref="ITopicRecords"/>.</exception>
    public async ValueTask<StoredMessage?> PeekAsync(CancellationToken cancellationToken) => (_next ??= await NextAsync(cancellationToken))?.Held;

    /// <summary>Takes what <see cref="PeekAsync"/> has shown.</summary>
    public void Take()
    {
        TakenBytes += _next!.Held!.SizeBytes;
        _next.Take();
        _next = null;
    }

    private async ValueTask<PartitionCursor?> NextAsync(CancellationToken cancellationToken)
    {
        PartitionCursor? best = null;
        foreach (var cursor in _cursors)
        {
            if (await cursor.PeekAsync(cancellationToken) is { } message && (best?.Held is not { } other || IsBefore(message, other)))
                best = cursor;
        }

        return best;
    }

    private bool IsBefore(StoredMessage one, StoredMessage other) =>
        _isBackward ? one.TimestampMs > other.TimestampMs : one.TimestampMs < other.TimestampMs;
}
