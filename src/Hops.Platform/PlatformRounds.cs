using Hops.Core.Errors;
using Hops.Platform.Retention;
using Hops.Platform.Tours;
using Hops.Platform.Warnings;
using Microsoft.Extensions.Logging;

namespace Hops.Platform;

/// <summary>What the platform looks at again and again by itself, for as long as a server runs.</summary>
/// <remarks>It is the boundary of its tasks: what fails is said once and tried again with the next round, for it is the environment that has failed.</remarks>
public sealed partial class PlatformRounds : IAsyncDisposable
{
    /// <summary>How old what is told of storage may be.</summary>
    private static readonly TimeSpan UsesInterval = TimeSpan.FromSeconds(10);

    /// <summary>How much longer than its days a demo project may live.</summary>
    private static readonly TimeSpan DemosInterval = TimeSpan.FromMinutes(1);

    private readonly HopsPlatform _platform;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _running;

    private PlatformRounds(HopsPlatform platform, ILogger logger)
    {
        (_platform, _logger) = (platform, logger);
        _running = Task.WhenAll(
            RepeatAsync(UsesInterval, LookAtUses.RunAsync), RepeatAsync(platform.Options.Retention.SweepInterval, SweepRetention.RunAsync),
            RepeatAsync(DemosInterval, EndDemoProjects.RunAsync));
    }

    /// <summary>Begins; after the platform was given what belongs to projects.</summary>
    public static PlatformRounds Start(HopsPlatform platform, ILogger logger) => new(platform, logger);

    /// <summary>Ends, at most one write later.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _running;
        _closing.Dispose();
    }

    private async Task RepeatAsync(TimeSpan interval, Func<HopsPlatform, CancellationToken, Task> round)
    {
        using var timer = new PeriodicTimer(interval, _platform.Time);
        var isFailing = false;
        try
        {
            // Not as the server starts, and not an interval later either: one that is restarted often would never come to it.
            await Task.Delay(UsesInterval < interval ? UsesInterval : interval, _platform.Time, _closing.Token);
            do
            {
                try
                {
                    await round(_platform, _closing.Token);
                    isFailing = false;
                }
                catch (Exception fault) when (fault is IOException or PlatformException)
                {
                    if (!isFailing)
                        LogFailed(_logger, fault);
                    isFailing = true;
                }
            }
            while (await timer.WaitForNextTickAsync(_closing.Token));
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    [LoggerMessage(1, LogLevel.Error, "What the platform does by itself could not be done; it is tried again", EventName = "RoundFailed")]
    private static partial void LogFailed(ILogger logger, Exception cause);
}
