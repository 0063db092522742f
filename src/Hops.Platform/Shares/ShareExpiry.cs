using System.Threading.Channels;

namespace Hops.Platform.Shares;

/// <summary>
/// Sees to it that what has expired is written down soon after: one task that sleeps until the next end, or until something changes. Thread safe.
/// </summary>
/// <remarks>It is the boundary of its task: a write that fails is tried again and never ends it.</remarks>
internal sealed class ShareExpiry : IAsyncDisposable
{
    /// <summary>Longest sleep: the clock of the machine may be set meanwhile. Also the pause after a failure.</summary>
    private static readonly TimeSpan SleepMax = TimeSpan.FromMinutes(1);

    private readonly HopsPlatform _platform;
    private readonly CancellationTokenSource _closing = new();
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private Task _watching = Task.CompletedTask;

    public ShareExpiry(HopsPlatform platform) => _platform = platform;

    /// <summary>Begins to watch.</summary>
    public void Start() => _watching = Task.Run(() => WatchAsync(_closing.Token));

    /// <summary>Looks at what ends next again; never waits.</summary>
    public void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>Ends, at most one write later.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _closing.Dispose();
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var pause = Pause();
            if (pause <= TimeSpan.Zero)
                pause = await TryExpireAsync(cancellationToken) ? TimeSpan.Zero : SleepMax;
            if (pause > TimeSpan.Zero)
                await SleepAsync(pause, cancellationToken);
        }
    }

    private TimeSpan Pause()
    {
        var ends = _platform.Roster.Now.ShareEnds;
        var left = ends.IsEmpty ? SleepMax : ends.Values.Min() - _platform.Time.GetUtcNow();
        return left < SleepMax ? left : SleepMax;
    }

    private async Task<bool> TryExpireAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ExpireShares.RunAsync(_platform, cancellationToken);
            return true;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Decisions look at the clock, so nobody gains by it; the store says itself what is wrong with it.
            return false;
        }
    }

    private async Task SleepAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sleeping = Task.Delay(pause, _platform.Time, either.Token);
        var waking = _wake.Reader.ReadAsync(either.Token).AsTask();
        await Task.WhenAny(sleeping, waking);
        await either.CancelAsync();
        await Task.WhenAll(sleeping, waking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
