using Hops.Kafka.Log.Compaction;

namespace Hops.Kafka.Tests.Log.Compaction;

public sealed class CompactionPaceTests
{
    [Fact]
    public async Task It_rests_as_long_as_its_bytes_are_too_many_for_the_time()
    {
        var time = new RestingTime();
        var pace = new CompactionPace(1 << 20, time, CancellationToken.None);

        for (var i = 0; i < 64; i++)
            await pace.SpendAsync(64 << 10);

        // Each of its 64 rests is of whole milliseconds.
        time.Rested.ShouldBe(TimeSpan.FromSeconds(4), tolerance: TimeSpan.FromMilliseconds(64));
    }

    [Fact]
    public async Task It_does_not_rest_where_the_work_itself_takes_as_long()
    {
        var time = new RestingTime();
        var pace = new CompactionPace(1 << 20, time, CancellationToken.None);

        for (var i = 0; i < 64; i++)
        {
            time.Pass(TimeSpan.FromSeconds(1));
            await pace.SpendAsync(64 << 10);
        }

        time.Rested.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task It_ends_when_told_to_stop()
    {
        using var stop = new CancellationTokenSource();
        var pace = new CompactionPace(1 << 20, new RestingTime(), stop.Token);
        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(async () => await pace.SpendAsync(1));
    }

    /// <summary>A clock that stands still but where something waits: then what it waits for is there at once.</summary>
    private sealed class RestingTime : TimeProvider
    {
        private long _ticks;

        public TimeSpan Rested { get; private set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Pass(TimeSpan by) => _ticks += by.Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Pass(dueTime);
            Rested += dueTime;
            return System.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
