using Hops.Net.Connections;

namespace Hops.Net.Tests.Connections;

public sealed class WaitingRoomTests
{
    [Fact]
    public void When_it_is_full_the_one_that_waits_longest_goes()
    {
        var room = Room(connectionsMax: 3, TimeSpan.FromMinutes(1));
        var dropped = new List<int>();
        for (var number = 0; number < 10; number++)
        {
            var mine = number;
            room.Enter(_ => dropped.Add(mine));
        }

        dropped.ShouldBe(Enumerable.Range(0, 7));
        room.Count.ShouldBe(3);
    }

    [Fact]
    public void Who_has_left_is_never_dropped()
    {
        var room = Room(connectionsMax: 2, TimeSpan.FromMinutes(1));
        room.Enter(_ => throw new InvalidOperationException("it has signed in")).Dispose();
        var dropped = 0;
        for (var number = 0; number < 100; number++)
            room.Enter(_ => dropped++);
        dropped.ShouldBe(98);
        room.Count.ShouldBe(2);
    }

    [Fact]
    public void Who_signs_in_between_its_turn_to_go_and_its_end_stays()
    {
        var clock = new SteppedClock();
        var room = new WaitingRoom(clock, new WaitingRoomLimits(1, 1 << 20, TimeSpan.FromMinutes(1)));
        var dropped = 0;
        var oldest = room.Enter(_ => dropped++);

        // The next one has taken its place out of the list, and makes its own timer before it drops it.
        clock.TimerMade = oldest.Dispose;
        room.Enter(_ => dropped++);
        dropped.ShouldBe(0);
        room.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Who_does_not_sign_in_in_time_is_dropped_once()
    {
        var room = Room(connectionsMax: 10, TimeSpan.FromMilliseconds(50));
        var dropped = new TaskCompletionSource<string>();
        using var place = room.Enter(dropped.SetResult);
        (await dropped.Task.WaitAsync(TimeSpan.FromSeconds(20))).ShouldContain("in time");
        room.Count.ShouldBe(0);
    }

    private sealed class SteppedClock : TimeProvider
    {
        public Action? TimerMade { get; set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            TimerMade?.Invoke();
            return System.CreateTimer(callback, state, dueTime, period);
        }
    }

    private static WaitingRoom Room(int connectionsMax, TimeSpan timeout) =>
        new(TimeProvider.System, new WaitingRoomLimits(connectionsMax, 1 << 20, timeout));
}
