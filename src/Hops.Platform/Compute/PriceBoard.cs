namespace Hops.Platform.Compute;

/// <summary>The price of compute as it is now: set every few seconds by who measures the load, read by who starts, charges and asks. Thread safe.</summary>
public sealed class PriceBoard
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private PriceNow _now;

    internal PriceBoard(PriceCurve curve, TimeProvider time)
    {
        (Curve, _time) = (curve, time);
        _now = new PriceNow(Charge.Thousandths, ComputeLoad.None, time.GetUtcNow());
    }

    /// <summary>From which load which price follows.</summary>
    public PriceCurve Curve { get; }

    /// <summary>The price now; 1 before anything was measured.</summary>
    public PriceNow Now
    {
        get
        {
            lock (_lock)
                return _now;
        }
    }

    /// <summary>Completes when the price is computed next, whether it changes or not. Take it before asking for <see cref="Now"/>.</summary>
    public Task Next
    {
        get
        {
            lock (_lock)
                return _changed.Task;
        }
    }

    /// <summary>Sets the price of a load.</summary>
    public PriceNow Set(ComputeLoad load)
    {
        TaskCompletionSource changed;
        PriceNow now;
        lock (_lock)
        {
            now = _now = new PriceNow(Curve.ThousandthsOf(load), load, _time.GetUtcNow());
            (changed, _changed) = (_changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        changed.TrySetResult();
        return now;
    }
}

/// <summary>A price.</summary>
/// <param name="Thousandths">Thousandths of the price of an idle server.</param>
/// <param name="Load">The load from which it follows.</param>
/// <param name="Time">When it was computed.</param>
public sealed record PriceNow(int Thousandths, ComputeLoad Load, DateTimeOffset Time);
