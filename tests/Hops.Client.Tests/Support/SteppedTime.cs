namespace Hops.Client.Tests.Support;

/// <summary>A clock that stands still until a test moves it; its timers fire when it passes them.</summary>
internal sealed class SteppedTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<Timer> _timers = [];
    private long _ticks;

    private int TimerCount
    {
        get
        {
            lock (_lock)
                return _timers.Count;
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Volatile.Read(ref _ticks);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock on, a step at a time, until a task has ended.</summary>
    /// <param name="task">The task.</param>
    /// <param name="step">How far at a time.</param>
    /// <param name="timersMin">It stands still while fewer timers than these run: what is done then takes as long as it takes.</param>
    public async Task StepUntilAsync(Task task, TimeSpan step, int timersMin = 0)
    {
        while (!task.IsCompleted)
        {
            if (TimerCount >= timersMin)
                Advance(step);
            await Task.WhenAny(task, Task.Run(static () => Thread.Yield()));
        }
    }

    private void Advance(TimeSpan step)
    {
        List<Timer> due;
        lock (_lock)
        {
            _ticks += step.Ticks;
            due = _timers.Where(timer => timer.Due <= _ticks).ToList();
            foreach (var timer in due)
                _timers.Remove(timer);
        }

        foreach (var timer in due)
            timer.Fire();
    }

    private sealed class Timer(SteppedTime time, Action fire) : ITimer
    {
        public long Due { get; private set; }

        public Action Fire { get; } = fire;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                time._timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan)
                    return true;
                Due = time._ticks + dueTime.Ticks;
                time._timers.Add(this);
                return true;
            }
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
