namespace Hops.Net.Connections;

/// <summary>
/// Ends connections whose credential has ended while nothing is asked over them; what is asked over one with such a credential is refused anyway.
/// One timer for all, and a look costs nothing while nobody's time has come. Thread safe.
/// </summary>
public sealed class ExpiryWatch : IDisposable
{
    /// <summary>How long a connection may be there after its credential has ended: clocks of certificates are no better.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _clock;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private readonly SortedSet<(DateTimeOffset End, Expiry Who)> _order = new(Comparer<(DateTimeOffset End, Expiry Who)>.Create(
        static (one, other) => one.End.CompareTo(other.End) is not 0 and var order ? order : one.Who.Number.CompareTo(other.Who.Number)));

    private long _entered;

    /// <param name="clock">Source of time.</param>
    public ExpiryWatch(TimeProvider clock)
    {
        _clock = clock;
        _timer = clock.CreateTimer(static watch => ((ExpiryWatch)watch!).Look(), this, Interval, Interval);
    }

    /// <summary>How many have an end.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _order.Count;
        }
    }

    /// <summary>Watches a connection, once it has an end.</summary>
    /// <param name="isWorking">Whether a request is under way, which is to be answered first; read on any thread.</param>
    /// <param name="ended">Ends it; called at most once for each end, on any thread. Must not block.</param>
    public Expiry Enter(Func<bool> isWorking, Action ended) => new(this, Interlocked.Increment(ref _entered), isWorking, ended);

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        List<Expiry>? due = null;
        lock (_lock)
        {
            var now = _clock.GetUtcNow();
            foreach (var (end, who) in _order)
            {
                if (end > now)
                    break;
                if (!who.IsWorking())
                    (due ??= []).Add(who);
            }

            foreach (var who in due ?? [])
                Move_NeedsLock(who, null);
        }

        foreach (var who in due ?? [])
            who.Ended();
    }

    private void Move_NeedsLock(Expiry who, DateTimeOffset? end)
    {
        if (who.End is { } before)
            _order.Remove((before, who));
        who.End = end;
        if (end is { } next)
            _order.Add((next, who));
    }

    /// <summary>The end of the credential of one connection.</summary>
    public sealed class Expiry : IDisposable
    {
        private readonly ExpiryWatch _watch;

        internal Expiry(ExpiryWatch watch, long number, Func<bool> isWorking, Action ended) => (_watch, Number, IsWorking, Ended) = (watch, number, isWorking, ended);

        internal long Number { get; }

        internal Func<bool> IsWorking { get; }

        internal Action Ended { get; }

        internal DateTimeOffset? End { get; set; }

        /// <summary>Sets the end anew, as who signs in again has another.</summary>
        /// <param name="end">When the credential ends; null for never.</param>
        public void Set(DateTimeOffset? end)
        {
            lock (_watch._lock)
            {
                if (End != end)
                    _watch.Move_NeedsLock(this, end);
            }
        }

        /// <summary>Watches it no longer.</summary>
        public void Dispose() => Set(null);
    }
}
