using System.Runtime.CompilerServices;

namespace Hops.Core.Identity;

/// <summary>
/// Lets every <see cref="StandingWatch"/> of one clock look, one round each <see cref="StandingWatch.Interval"/>. Its timer runs only while
/// there is a watch, and a round that takes long is not overtaken by the next. Thread safe.
/// </summary>
internal sealed class StandingRota
{
    private static readonly ConditionalWeakTable<TimeProvider, StandingRota> OfClocks = [];

    private readonly Lock _lock = new();
    private readonly HashSet<StandingWatch> _watches = [];
    private readonly ITimer _timer;

    private StandingRota(TimeProvider time) =>
        _timer = time.CreateTimer(static state => ((StandingRota)state!).Round(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public static StandingRota Of(TimeProvider time) => OfClocks.GetValue(time, static clock => new StandingRota(clock));

    /// <summary>Watches that are under way.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _watches.Count;
        }
    }

    public void Add(StandingWatch watch)
    {
        lock (_lock)
        {
            _watches.Add(watch);
            if (_watches.Count == 1)
                Arm();
        }
    }

    public void Remove(StandingWatch watch)
    {
        lock (_lock)
            _watches.Remove(watch);
    }

    private void Round()
    {
        StandingWatch[] round;
        lock (_lock)
            round = [.. _watches];
        foreach (var watch in round)
            watch.Look();
        lock (_lock)
        {
            if (_watches.Count > 0)
                Arm();
        }
    }

    private void Arm() => _timer.Change(StandingWatch.Interval, Timeout.InfiniteTimeSpan);
}
