namespace Hops.Kafka.Traffic;

/// <summary>
/// A token bucket of bytes: it fills at the rate of the limit up to what may come at once, and may be overdrawn by what has come already. Whoever
/// overdraws it rests until it is even again, so that over time no more passes than the limit says, however large the pieces are. Thread safe.
/// </summary>
/// <param name="burst">How long an unused limit is saved up.</param>
/// <param name="clock">Source of time.</param>
public sealed class RateBucket(TimeSpan burst, TimeProvider clock)
{
    private const int MsPerSecond = 1000;

    private readonly Lock _lock = new();
    private readonly long _origin = clock.GetTimestamp();
    private long? _bytesPerSecond;
    private double _bytesLeft;
    private TimeSpan _filledAt;
    private long _second;
    private long _bytesOfSecond;
    private long _bytesOfSecondBefore;

    /// <summary>The limit; null for none. A change takes what was saved up, and forgives what was overdrawn where there is no limit any more.</summary>
    public long? BytesPerSecond
    {
        get
        {
            lock (_lock)
                return _bytesPerSecond;
        }

        set
        {
            lock (_lock)
            {
                if (_bytesPerSecond == value)
                    return;
                Fill_NeedsLock();
                _bytesLeft = _bytesPerSecond is null || value is null ? value * burst.TotalSeconds ?? 0 : Math.Min(_bytesLeft, value.Value * burst.TotalSeconds);
                _bytesPerSecond = value;
            }
        }
    }

    /// <summary>The most that should come at once; at least one byte.</summary>
    public int BurstBytes
    {
        get
        {
            lock (_lock)
                return _bytesPerSecond is { } limit ? (int)Math.Clamp(limit * burst.TotalSeconds, 1, int.MaxValue) : int.MaxValue;
        }
    }

    /// <summary>How much has passed in the last whole second.</summary>
    public long BytesOfLastSecond
    {
        get
        {
            lock (_lock)
            {
                Turn_NeedsLock();
                return _bytesOfSecondBefore;
            }
        }
    }

    /// <summary>How long to rest from now on until nothing is overdrawn; zero for not at all.</summary>
    public TimeSpan Rest
    {
        get
        {
            lock (_lock)
            {
                Fill_NeedsLock();
                return Rest_NeedsLock();
            }
        }
    }

    /// <summary>Takes what passes, whether it is there or not.</summary>
    /// <param name="bytes">How much.</param>
    /// <returns>How long to rest.</returns>
    public TimeSpan Take(long bytes)
    {
        lock (_lock)
        {
            Turn_NeedsLock();
            _bytesOfSecond += bytes;
            if (_bytesPerSecond is null)
                return TimeSpan.Zero;
            Fill_NeedsLock();
            _bytesLeft -= bytes;
            return Rest_NeedsLock();
        }
    }

    private TimeSpan Rest_NeedsLock() => _bytesPerSecond is not { } limit || _bytesLeft >= 0
        ? TimeSpan.Zero
        : TimeSpan.FromMilliseconds(Math.Min(Math.Ceiling(-_bytesLeft * MsPerSecond / limit), int.MaxValue));

    private void Fill_NeedsLock()
    {
        var now = clock.GetElapsedTime(_origin);
        if (_bytesPerSecond is { } limit)
            _bytesLeft = Math.Min(limit * burst.TotalSeconds, _bytesLeft + (limit * (now - _filledAt).TotalSeconds));
        _filledAt = now;
    }

    private void Turn_NeedsLock()
    {
        var second = (long)clock.GetElapsedTime(_origin).TotalSeconds;
        if (second == _second)
            return;
        (_bytesOfSecondBefore, _bytesOfSecond) = (second == _second + 1 ? _bytesOfSecond : 0, 0);
        _second = second;
    }
}
