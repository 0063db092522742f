using Hops.Core.Errors;
using Hops.Jobs.Metering;
using Hops.Platform;
using Hops.Platform.Compute;

namespace Hops.Streaming.Metering;

/// <summary>A runner whose use is charged: each interval once, in order, and the last one when it has ended. Thread safe.</summary>
internal sealed class MeteredRunner(HopsPlatform platform, LedgerEntry entry)
{
    private readonly Lock _lock = new();
    private Task _charging = Task.CompletedTask;
    private LedgerEntry _entry = entry;
    private RunnerMeter? _meter;
    private Action<PlatformException>? _onUsedUp;
    private volatile bool _hasEnded;

    /// <summary>The project that pays.</summary>
    public long ProjectId { get; } = entry.ProjectId;

    /// <summary>Number of its entry in the ledger of the project.</summary>
    public long Number { get; } = entry.Number;

    /// <summary>True once it has ended: what is still to be done is its last charge.</summary>
    public bool HasEnded => _hasEnded;

    /// <summary>What it uses now.</summary>
    public RunnerUse? Use => _meter?.Use;

    /// <summary>What the interval has used of the quota that is not charged yet.</summary>
    public long PendingMillicredits
    {
        get
        {
            var (entry, use) = (Volatile.Read(ref _entry), Use);
            return use is null ? 0
                : Charge.Of(ComputeUseOf(use).Since(entry.Use), entry.PriceThousandths, platform.Options.Compute.MemoryPerCoreBytes).CountedMillicredits(entry.PriceThousandths);
        }
    }

    /// <summary>Begins to charge for a process that has started.</summary>
    /// <param name="meter">Its meter.</param>
    /// <param name="onUsedUp">Told at most once that the quota is used up.</param>
    public void Attach(RunnerMeter meter, Action<PlatformException> onUsedUp) => (_meter, _onUsedUp) = (meter, onUsedUp);

    /// <summary>True if its interval is as long as one may be, or its last one is still to be charged.</summary>
    public bool IsDue(DateTimeOffset now) => _hasEnded || now - Volatile.Read(ref _entry).Charged >= platform.Options.Compute.ChargeInterval;

    /// <summary>Charges what it has used since the last interval, once charges before have ended.</summary>
    public Task ChargeAsync()
    {
        lock (_lock)
            return _charging = ChargeAsync(_charging);
    }

    /// <summary>Charges it for the last time.</summary>
    public async Task EndAsync()
    {
        _hasEnded = true;
        await ChargeAsync();
    }

    /// <summary>Tells whoever has started it that the quota is used up.</summary>
    public void TellUsedUp(PlatformException refusal) => Interlocked.Exchange(ref _onUsedUp, null)?.Invoke(refusal);

    private async Task ChargeAsync(Task before)
    {
        // Who failed was told; what was not charged then is charged now.
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_entry.Stopped is not null)
            return;
        var use = Use;
        var reading = new MeterReading(
            use is null ? default : ComputeUseOf(use), use?.PeakBytes ?? 0, use?.IsEstimated ?? false, platform.Time.GetUtcNow(), _hasEnded);
        // One that is gone with its project is closed as far as anybody can tell.
        Volatile.Write(ref _entry, await ChargeRunner.RunAsync(platform, _entry, reading, CancellationToken.None) ?? _entry with { Stopped = reading.Time });
    }

    private static ComputeUse ComputeUseOf(RunnerUse use) => new((long)use.CpuTime.TotalMicroseconds, use.MemoryByteSeconds);
}
