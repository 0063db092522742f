namespace Hops.Net.Connections;

/// <summary>
/// Ends a connection on which nothing has moved for a time. Looks at a progress number now and then, so a frame costs no timer.
/// </summary>
public sealed class IdleWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _clock;
    private readonly Func<TimeSpan> _timeout;
    private readonly Func<long> _progress;
    private readonly Action _expired;
    private readonly ITimer _timer;
    private long _seen = -1;
    private long _seenAt;

    /// <param name="clock">Source of time.</param>
    /// <param name="timeout">How long nothing may move, at present; it may be read on any thread.</param>
    /// <param name="progress">A number that changes whenever something moves; it may be read on any thread.</param>
    /// <param name="expired">Called when that time is over; may be called again.</param>
    public IdleWatch(TimeProvider clock, Func<TimeSpan> timeout, Func<long> progress, Action expired)
    {
        _clock = clock;
        _timeout = timeout;
        _progress = progress;
        _expired = expired;
        _seenAt = clock.GetTimestamp();
        _timer = clock.CreateTimer(static watch => ((IdleWatch)watch!).Look(), this, Interval, Interval);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var now = _progress();
        if (now != _seen)
        {
            _seen = now;
            _seenAt = _clock.GetTimestamp();
        }
        else if (_clock.GetElapsedTime(_seenAt) >= _timeout())
        {
            _expired();
        }
    }
}
