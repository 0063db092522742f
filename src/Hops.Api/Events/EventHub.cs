using Hops.Core.Errors;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hops.Api.Events;

/// <summary>
/// The feeds that streams read: one for each channel, however many listen, read from its source by one task. A feed that nobody listens to is kept
/// for as long as a stream may come back. Thread safe.
/// </summary>
/// <remarks>It is the boundary of its tasks: a source that fails is begun anew after a pause, and who listens is told to look anew.</remarks>
internal sealed partial class EventHub(
    ChannelSources sources, EventOptions options, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<EventHub> logger) : IAsyncDisposable
{
    /// <summary>How long what happens is gathered before it is told.</summary>
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan FaultPause = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<(ChannelKind, long, string), OpenFeed> _feeds = [];
    private readonly Dictionary<long, int> _streams = [];
    private readonly CancellationTokenSource _closing = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping);
    private int _streamCount;

    /// <summary>Fires when the server stops: streams end then.</summary>
    internal CancellationToken Closing => _closing.Token;

    /// <summary>Takes a place for a stream; dispose it when the stream has ended.</summary>
    /// <exception cref="PlatformException"><c>LimitExceeded</c>: its user, or the server, has as many as it may have.</exception>
    internal IDisposable Enter(long userId)
    {
        lock (_lock)
        {
            var own = _streams.GetValueOrDefault(userId);
            if (own >= options.StreamsPerUserMax || _streamCount >= options.StreamsMax)
            {
                throw new PlatformException(
                    ErrorCode.LimitExceeded,
                    own >= options.StreamsPerUserMax ? "You have as many streams of events open as you may have: close a window." : "The server has as many streams of events open as it may have: try again later.")
                    .With("limit", own >= options.StreamsPerUserMax ? options.StreamsPerUserMax : options.StreamsMax);
            }

            (_streams[userId], _streamCount) = (own + 1, _streamCount + 1);
        }

        return new Leaving(() => Leave(userId));
    }

    /// <summary>The feed of a channel, for a listener; dispose the other when it listens no more.</summary>
    /// <exception cref="PlatformException"><c>LimitExceeded</c>: as many channels are listened to as may be.</exception>
    internal async ValueTask<(ChannelFeed Feed, IDisposable Listening)> ListenAsync(EventChannel channel, CancellationToken cancellationToken)
    {
        OpenFeed? feed;
        lock (_lock)
        {
            if (!_feeds.TryGetValue(channel.Key, out feed))
            {
                if (_feeds.Count >= options.ChannelsMax && !DropIdlest_NeedsLock())
                    throw new PlatformException(ErrorCode.LimitExceeded, "As many channels are listened to as may be: try again later.").With("limit", options.ChannelsMax);
                feed = new OpenFeed(new ChannelFeed(options, time), CancellationTokenSource.CreateLinkedTokenSource(_closing.Token));
                _feeds[channel.Key] = feed;
                feed.Pumping = PumpAsync(channel, feed);
            }

            feed.Listeners++;
        }

        // What happens from here on is told: the source has looked where it begins.
        await feed.Begun.Task.WaitAsync(cancellationToken);
        return (feed.Feed, new Leaving(() => Leave(feed)));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        List<OpenFeed> feeds;
        lock (_lock)
            feeds = [.. _feeds.Values];
        await Task.WhenAll(feeds.Select(feed => feed.Pumping));
    }

    private async Task PumpAsync(EventChannel channel, OpenFeed feed)
    {
        await Task.Yield();
        ChannelSources.Source? source = null;
        var isMissed = false;
        using var rounds = new PeriodicTimer(Round, time);
        try
        {
            do
            {
                try
                {
                    source ??= sources.Open(channel);
                    if (await source(feed.End.Token) is { } news && !isMissed)
                        feed.Feed.Add(news);
                    else
                        feed.Feed.Skip();
                    isMissed = false;
                }
                catch (Exception fault) when (fault is not OperationCanceledException)
                {
                    // Begun anew, with what was missed left out.
                    (source, isMissed) = (null, true);
                    feed.Feed.Skip();
                    LogFault(logger, fault, channel.Kind);
                }

                feed.Begun.TrySetResult();
                if (isMissed)
                    await Task.Delay(FaultPause, time, feed.End.Token);
            }
            while (!DropIfIdle(channel, feed) && await rounds.WaitForNextTickAsync(feed.End.Token));
        }
        catch (OperationCanceledException)
        {
            // The server stops, or its place is needed.
        }

        feed.Begun.TrySetResult();
    }

    private bool DropIfIdle(EventChannel channel, OpenFeed feed)
    {
        lock (_lock)
        {
            if (feed.Listeners > 0 || time.GetUtcNow() - feed.IdleSince < options.ReplayWindow)
                return false;
            _feeds.Remove(channel.Key);
            return true;
        }
    }

    private bool DropIdlest_NeedsLock()
    {
        var (key, idlest) = _feeds.Where(pair => pair.Value.Listeners == 0).OrderBy(pair => pair.Value.IdleSince).FirstOrDefault();
        if (idlest is null)
            return false;
        _feeds.Remove(key);
        _ = idlest.End.CancelAsync();
        return true;
    }

    private void Leave(long userId)
    {
        lock (_lock)
        {
            _streamCount--;
            if (--_streams[userId] == 0)
                _streams.Remove(userId);
        }
    }

    private void Leave(OpenFeed feed)
    {
        lock (_lock)
        {
            feed.Listeners--;
            feed.IdleSince = time.GetUtcNow();
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "A channel of {Kind} could not be read; it is tried again", EventName = "ChannelFault")]
    private static partial void LogFault(ILogger logger, Exception fault, ChannelKind kind);

    /// <summary>A feed with its task and its listeners.</summary>
    private sealed class OpenFeed(ChannelFeed feed, CancellationTokenSource end)
    {
        public ChannelFeed Feed { get; } = feed;

        public CancellationTokenSource End { get; } = end;

        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Pumping { get; set; } = Task.CompletedTask;

        public int Listeners { get; set; }

        public DateTimeOffset IdleSince { get; set; }
    }

    private sealed class Leaving(Action leave) : IDisposable
    {
        private Action? _leave = leave;

        public void Dispose() => Interlocked.Exchange(ref _leave, null)?.Invoke();
    }
}
