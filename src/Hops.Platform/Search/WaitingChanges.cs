using System.Threading.Channels;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Platform.Search;

/// <summary>
/// Changes that the index has yet to follow, in commit order, each row once. Filled by the thread that commits, which never waits here: what is too much
/// is forgotten, and that it was. Thread safe.
/// </summary>
internal sealed class WaitingChanges(IReadOnlyDictionary<Table, SearchSource> sources, int countMax, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Queue<WaitingChange> _queue = [];
    private readonly HashSet<(int Source, string Key)> _waiting = [];
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private WaitingChange? _takenFirst;

    /// <summary>True if changes were forgotten since this was last set to false: then everything has to be compared.</summary>
    internal bool AreLost { get; private set; }

    /// <summary>When the oldest change was committed that the index does not have yet; null if it has all.</summary>
    internal DateTimeOffset? Oldest
    {
        get
        {
            lock (_lock)
                return _takenFirst?.Committed ?? (_queue.TryPeek(out var first) ? first.Committed : null);
        }
    }

    internal void Add(IReadOnlyList<RowChange> changes)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            foreach (var change in changes)
                Add(new WaitingChange(sources[change.Table], change.Key, now));
        }

        _signal.Writer.TryWrite(true);
    }

    /// <summary>Takes the oldest changes. They count as waiting until <see cref="Done"/>.</summary>
    internal IReadOnlyList<WaitingChange> Take(int limit)
    {
        lock (_lock)
        {
            var taken = new List<WaitingChange>();
            while (taken.Count < limit && _queue.TryDequeue(out var change))
            {
                _waiting.Remove(change.Identity);
                taken.Add(change);
            }

            _takenFirst = taken.FirstOrDefault();
            return taken;
        }
    }

    /// <summary>The index has what was taken.</summary>
    internal void Done()
    {
        lock (_lock)
            _takenFirst = null;
    }

    /// <summary>Forgets all, because everything will be compared.</summary>
    internal void Clear()
    {
        lock (_lock)
        {
            _queue.Clear();
            _waiting.Clear();
            (_takenFirst, AreLost) = (null, false);
        }
    }

    /// <summary>Waits for changes; returns at once if some came since it was last asked.</summary>
    internal async ValueTask WaitAsync(CancellationToken cancellationToken) => await _signal.Reader.ReadAsync(cancellationToken);

    private void Add(WaitingChange change)
    {
        if (_queue.Count >= countMax)
            AreLost = true;
        else if (_waiting.Add(change.Identity))
            _queue.Enqueue(change);
    }
}

/// <summary>A row, or all rows below a prefix, to be looked at again.</summary>
/// <param name="Source">Its table.</param>
/// <param name="Key">Its key, or the prefix.</param>
/// <param name="Committed">When that was committed.</param>
internal sealed record WaitingChange(SearchSource Source, Key Key, DateTimeOffset Committed)
{
    internal bool IsPrefix => Key.Count < Source.Table.KeyLength;

    internal (int Source, string Key) Identity { get; } = (Source.Number, Convert.ToBase64String(KeyBytes.Of(Key)));
}
