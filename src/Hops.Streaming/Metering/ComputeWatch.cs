using Hops.Core.Errors;
using Hops.Platform;
using Hops.Platform.Compute;
using Microsoft.Extensions.Logging;

namespace Hops.Streaming.Metering;

/// <summary>
/// The clock of compute: looks at the runners once a second, sets the price every few seconds, keeps it each minute, and once an hour forgets what is
/// older than it is kept.
/// </summary>
internal sealed partial class ComputeWatch(HopsPlatform platform, RunnerMetering metering, Func<ComputeLoad> load, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PruneInterval = TimeSpan.FromHours(1);

    private readonly CancellationTokenSource _ended = new();
    private readonly List<PriceNow> _ofMinute = [];
    private Task _running = Task.CompletedTask;
    private DateTimeOffset _priceDue;
    private DateTimeOffset _pruneDue;

    /// <summary>Begins to look.</summary>
    public void Start() => _running = Task.WhenAll(
        RepeatAsync(LookInterval, _ => metering.LookAsync()),
        RepeatAsync(platform.Options.Compute.PriceInterval < LookInterval ? platform.Options.Compute.PriceInterval : LookInterval, KeepPriceAsync));

    /// <summary>Stops to look.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _running;
        _ended.Dispose();
    }

    /// <summary>Does something over and over; what fails is said and tried again, for it is the environment that has failed.</summary>
    private async Task RepeatAsync(TimeSpan interval, Func<DateTimeOffset, Task> look)
    {
        using var timer = new PeriodicTimer(interval, platform.Time);
        var isFailing = false;
        try
        {
            while (await timer.WaitForNextTickAsync(_ended.Token))
            {
                try
                {
                    await look(platform.Time.GetUtcNow());
                    isFailing = false;
                }
                catch (Exception fault) when (fault is IOException or PlatformException)
                {
                    if (!isFailing)
                        LogFailed(logger, fault);
                    isFailing = true;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private async Task KeepPriceAsync(DateTimeOffset now)
    {
        if (now < _priceDue)
            return;
        _priceDue = now + platform.Options.Compute.PriceInterval;
        var price = platform.Price.Set(load());
        if (_ofMinute.Count > 0 && MinuteOf(_ofMinute[^1].Time) != MinuteOf(now))
        {
            await PriceHistory.KeepAsync(platform, _ofMinute[^1].Time, _ofMinute, _ended.Token);
            _ofMinute.Clear();
        }

        _ofMinute.Add(price);
        if (now < _pruneDue)
            return;
        _pruneDue = now + PruneInterval;
        await PruneLedger.RunAsync(platform, _ended.Token);
    }

    private static long MinuteOf(DateTimeOffset time) => time.ToUnixTimeSeconds() / 60;

    [LoggerMessage(1, LogLevel.Error, "The ledger of compute could not be written; it is tried again", EventName = "LedgerNotWritten")]
    private static partial void LogFailed(ILogger logger, Exception cause);
}
