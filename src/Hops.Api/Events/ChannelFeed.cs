using System.Globalization;
using System.Text.Json;

namespace Hops.Api.Events;

/// <summary>
/// What has happened on one channel of late, numbered from 1: a ring, bounded in number, bytes and age, from which each stream reads where it is. So
/// a stream holds no queue of its own: one that is slower than the ring finds what it has not read gone. Filled by one task. Thread safe.
/// </summary>
internal sealed class ChannelFeed(EventOptions options, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Queue<FeedEvent> _events = new();
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _last;
    private long _heldBytes;

    /// <summary>Tells this feed from another one of the channel, before it or after: numbers of one mean nothing to the other.</summary>
    public string Epoch { get; } = Guid.NewGuid().ToString("N")[..12];

    /// <summary>Number of the last event.</summary>
    public long Last
    {
        get
        {
            lock (_lock)
                return _last;
        }
    }

    /// <summary>The number after which the newest events come, as many as there are, but at most <paramref name="countMax"/>.</summary>
    public long BeforeNewest(int countMax)
    {
        lock (_lock)
            return _last - Math.Min(_events.Count, countMax);
    }

    /// <summary>Completes when there is an event after a number.</summary>
    public Task After(long number)
    {
        lock (_lock)
            return _last > number ? Task.CompletedTask : _more.Task;
    }

    /// <summary>Adds events; what is too old or too much goes.</summary>
    public void Add(IReadOnlyList<(JsonElement Item, string Text)> items)
    {
        TaskCompletionSource more;
        lock (_lock)
        {
            foreach (var (item, text) in items)
            {
                var added = new FeedEvent(++_last, item, text, time.GetUtcNow());
                _events.Enqueue(added);
                _heldBytes += added.LengthBytes;
            }

            Trim_NeedsLock();
            if (items.Count == 0)
                return;
            (more, _more) = (_more, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        more.TrySetResult();
    }

    /// <summary>Something has happened that is not told: who listens has to look anew.</summary>
    public void Skip()
    {
        TaskCompletionSource more;
        lock (_lock)
        {
            _events.Clear();
            (_heldBytes, _last) = (0, _last + 2);
            (more, _more) = (_more, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        more.TrySetResult();
    }

    /// <summary>The events after a number.</summary>
    /// <returns>At most <paramref name="countMax"/> of them; null if some of them are gone.</returns>
    public IReadOnlyList<FeedEvent>? Read(long after, int countMax)
    {
        lock (_lock)
        {
            if (after > _last || after < _last - _events.Count)
                return null;
            return [.. _events.Skip(_events.Count - (int)(_last - after)).Take(countMax)];
        }
    }

    private void Trim_NeedsLock()
    {
        var oldest = time.GetUtcNow() - options.ReplayWindow;
        while (_events.TryPeek(out var first)
            && (first.Time < oldest || _events.Count > options.ReplayEventsMax || _heldBytes > options.ReplayMaxBytes))
        {
            _events.Dequeue();
            _heldBytes -= first.LengthBytes;
        }
    }
}

/// <summary>One thing that has happened.</summary>
/// <param name="Number">Its number in the feed.</param>
/// <param name="Item">What is told.</param>
/// <param name="Text">What a filter looks into; empty for nothing.</param>
/// <param name="Time">When it was added.</param>
internal sealed record FeedEvent(long Number, JsonElement Item, string Text, DateTimeOffset Time)
{
    private const int OverheadBytes = 200;

    /// <summary>Bytes that it holds, about.</summary>
    public long LengthBytes { get; } = OverheadBytes + (2L * Text.Length) + Item.GetRawText().Length;
}

/// <summary>Where a stream is in its feeds, as the id of an event (HTML, "Server-sent events"): epoch and number of each, in the order of its channels.</summary>
internal static class EventId
{
    private const int LengthMax = 2048;

    internal static string Of(IEnumerable<(string Epoch, long Number)> positions) =>
        string.Join('_', positions.Select(position => string.Create(CultureInfo.InvariantCulture, $"{position.Epoch}.{position.Number}")));

    /// <summary>The positions of an id; none if it is not one of ours for so many channels.</summary>
    internal static IReadOnlyList<(string Epoch, long Number)>? Parse(string? text, int count)
    {
        if (string.IsNullOrEmpty(text) || text.Length > LengthMax)
            return null;
        var positions = new List<(string, long)>(count);
        foreach (var part in text.Split('_').Select(part => part.Split('.')))
        {
            if (part.Length != 2 || !long.TryParse(part[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return null;
            positions.Add((part[0], number));
        }

        return positions.Count == count ? positions : null;
    }
}
