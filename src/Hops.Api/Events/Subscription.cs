using Hops.Core.Identity;
using Hops.Platform;
using Hops.Platform.Topics;

namespace Hops.Api.Events;

/// <summary>One channel of one stream: where it is in the feed, and whether its caller may still listen. For one caller at a time.</summary>
internal sealed class Subscription : IAsyncDisposable
{
    private const int BatchMax = 200;

    /// <summary>Rows of previews that are set aside at once, so that the trail tells of a tail in portions and not of each message.</summary>
    private const int PreviewRows = 100;

    private readonly HopsPlatform _platform;
    private readonly EventChannel _channel;
    private readonly IDisposable _listening;
    private ReadingGrant? _grant;
    private (int Rows, long Bytes) _shown;

    internal Subscription(HopsPlatform platform, EventChannel channel, ChannelFeed feed, IDisposable listening)
    {
        (_platform, _channel, Feed, _listening) = (platform, channel, feed, listening);
        Standing = StandingWatch.Begin(platform.Gate, platform.Time, channel.Actor, Operation.Describe, channel.Resource);
        Number = feed.Last;
    }

    internal ChannelFeed Feed { get; }

    internal StandingWatch Standing { get; }

    internal string Name => _channel.Name;

    /// <summary>Number of the last event that was taken.</summary>
    internal long Number { get; private set; }

    /// <summary>True if what lies between cannot be told; asking once settles it.</summary>
    internal bool IsCut { get; private set; }

    /// <summary>Goes on where a stream before was.</summary>
    internal void Resume(string epoch, long number)
    {
        if (epoch == Feed.Epoch && Feed.Read(number, 0) is not null)
            Number = number;
        else
            IsCut = true;
    }

    /// <summary>What is next for the stream; empty if nothing, and after <see cref="IsCut"/> was told.</summary>
    /// <exception cref="Core.Errors.PlatformException">
    /// The caller may not see more: the previews of the day are used up, or it may not read at all.
    /// </exception>
    internal async ValueTask<IReadOnlyList<FeedEvent>> TakeAsync(CancellationToken cancellationToken)
    {
        IsCut = false;
        if (Feed.Read(Number, BatchMax) is not { } events)
        {
            // Of messages the newest are worth more than what is missing; whatever else is told is old as soon as it was looked at anew.
            (IsCut, Number) = (true, _channel.Kind == ChannelKind.Messages ? Feed.BeforeNewest(BatchMax) : Feed.Last);
            return [];
        }

        if (events.Count == 0)
            return events;
        Number = events[^1].Number;
        var wanted = _channel.Filter is { } filter ? [.. events.Where(each => each.Text.Contains(filter, StringComparison.OrdinalIgnoreCase))] : events;
        return _channel.Kind == ChannelKind.Messages && wanted.Count > 0 ? await GrantedAsync(wanted, cancellationToken) : wanted;
    }

    public async ValueTask DisposeAsync()
    {
        Standing.Dispose();
        _listening.Dispose();
        await EndGrantAsync();
    }

    /// <summary>The messages that the caller may be shown: an owner all, which is an export; others as many as their previews have left.</summary>
    private async ValueTask<IReadOnlyList<FeedEvent>> GrantedAsync(IReadOnlyList<FeedEvent> messages, CancellationToken cancellationToken)
    {
        foreach (var message in messages)
        {
            if (_grant is { IsPreview: true } used && _shown.Rows >= used.RowsMax)
                await EndGrantAsync();
            _grant ??= await BeginReading.RunAsync(_platform, _channel.Actor, _channel.Topic!, PreviewRows, cancellationToken);
            _shown = (_shown.Rows + 1, _shown.Bytes + message.Item.GetRawText().Length);
        }

        if (_grant is { IsPreview: false })
            await EndGrantAsync();
        return messages;
    }

    private async ValueTask EndGrantAsync()
    {
        if (_grant is { } grant)
            await EndReading.RunAsync(_platform, _channel.Actor, _channel.Topic!, grant, _shown);
        (_grant, _shown) = (null, default);
    }
}
