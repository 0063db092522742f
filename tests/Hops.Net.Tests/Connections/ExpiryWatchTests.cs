using Hops.Net.Connections;

namespace Hops.Net.Tests.Connections;

public sealed class ExpiryWatchTests
{
    private readonly WatchedClock _clock = new();
    private readonly List<string> _ended = [];

    [Fact]
    public void Who_has_an_end_is_ended_then_and_once()
    {
        using var watch = new ExpiryWatch(_clock);
        using var late = Enter(watch, "late");
        using var early = Enter(watch, "early");
        using var never = Enter(watch, "never");
        late.Set(At(20));
        early.Set(At(10));
        never.Set(null);

        _clock.GoTo(At(9));
        _ended.ShouldBeEmpty();
        _clock.GoTo(At(10));
        _ended.ShouldBe(["early"]);
        _clock.GoTo(At(30));
        _clock.GoTo(At(40));

        _ended.ShouldBe(["early", "late"]);
        watch.Count.ShouldBe(0);
    }

    [Fact]
    public void Who_gets_another_end_or_leaves_is_not_ended_at_the_first()
    {
        using var watch = new ExpiryWatch(_clock);
        using var renewed = Enter(watch, "renewed");
        using var endless = Enter(watch, "endless");
        var gone = Enter(watch, "gone");
        foreach (var one in new[] { renewed, endless, gone })
            one.Set(At(10));
        renewed.Set(At(50));
        endless.Set(null);
        gone.Dispose();

        _clock.GoTo(At(49));
        _ended.ShouldBeEmpty();
        _clock.GoTo(At(50));

        _ended.ShouldBe(["renewed"]);
    }

    [Fact]
    public void Who_works_is_ended_when_it_has_done_and_holds_up_nobody()
    {
        var isWorking = true;
        using var watch = new ExpiryWatch(_clock);
        using var busy = watch.Enter(() => isWorking, () => _ended.Add("busy"));
        using var idle = Enter(watch, "idle");
        busy.Set(At(10));
        idle.Set(At(11));

        _clock.GoTo(At(12));
        _ended.ShouldBe(["idle"]);
        isWorking = false;
        _clock.GoTo(At(13));

        _ended.ShouldBe(["idle", "busy"]);
    }

    private ExpiryWatch.Expiry Enter(ExpiryWatch watch, string name) => watch.Enter(() => false, () => _ended.Add(name));

    private static DateTimeOffset At(int second) => DateTimeOffset.UnixEpoch.AddSeconds(second);

    /// <summary>A clock that looks at its one timer whenever a test has set it.</summary>
    private sealed class WatchedClock : TimeProvider
    {
        private DateTimeOffset _now = DateTimeOffset.UnixEpoch;
        private Action? _fire;

        public override DateTimeOffset GetUtcNow() => _now;

        public void GoTo(DateTimeOffset now)
        {
            _now = now;
            _fire?.Invoke();
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _fire = () => callback(state);
            return System.CreateTimer(static _ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
