namespace Hops.Net.Tests.Support;

/// <summary>A clock whose first timer a test fires.</summary>
internal sealed class HandClock : TimeProvider
{
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Action? _fire;

    /// <summary>Done when there is a timer.</summary>
    public Task Started => _started.Task;

    /// <summary>Makes it fire; nothing happens if there is none yet.</summary>
    public void Fire() => Volatile.Read(ref _fire)?.Invoke();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Interlocked.CompareExchange(ref _fire, () => callback(state), null);
        _started.TrySetResult();
        return System.CreateTimer(static _ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
