using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Hops.Core.Errors;
using Microsoft.AspNetCore.Http;

namespace Hops.Api.Events;

/// <summary>One open stream: takes what is new of its channels in turn, and ends with the right to any of them. For one caller at a time.</summary>
/// <param name="place">Its place among the streams.</param>
/// <param name="time">The clock.</param>
/// <param name="closing">Fires when the server stops.</param>
internal sealed class EventStream(IDisposable place, TimeProvider time, CancellationToken closing) : IAsyncDisposable
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>How long a client that takes nothing has to take the end.</summary>
    private static readonly TimeSpan EndGrace = TimeSpan.FromSeconds(1);

    private readonly List<Subscription> _subscriptions = [];
    private readonly CancellationTokenSource _ends = CancellationTokenSource.CreateLinkedTokenSource(closing);

    private bool _isOver;

    internal void Add(Subscription subscription)
    {
        _subscriptions.Add(subscription);
        subscription.Standing.Lost.Register(End);
    }

    /// <summary>Goes on where a stream before was; where that is not known, its channels begin anew and say so.</summary>
    internal void Resume(IReadOnlyList<(string Epoch, long Number)>? positions, bool isAgain)
    {
        for (var index = 0; isAgain && index < _subscriptions.Count; index++)
            _subscriptions[index].Resume(positions?[index].Epoch ?? "", positions?[index].Number ?? 0);
    }

    /// <summary>A write to a client that takes nothing never ends by itself.</summary>
    internal void AbortWhenLost(HttpContext context) =>
        _ends.Token.Register(() => _ = AbortAsync(context));

    internal async IAsyncEnumerable<SseItem<EventView>> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _ends.Token);
        yield return Item("open", new EventView("", []));
        foreach (var cut in _subscriptions.Where(subscription => subscription.IsCut).ToList())
            yield return Reset(cut);
        while (!either.IsCancellationRequested)
        {
            var isQuiet = true;
            foreach (var subscription in _subscriptions.ToList())
            {
                var (events, refusal) = await TakeAsync(subscription, either.Token);
                if (subscription.IsCut)
                    yield return Reset(subscription);
                if (events.Count > 0)
                    yield return Item("items", new EventView(subscription.Name, [.. events.Select(each => each.Item)]));
                if (refusal is not null)
                {
                    _subscriptions.Remove(subscription);
                    yield return Item("ended", new EventView(subscription.Name, [], refusal.Message));
                    await subscription.DisposeAsync();
                }

                isQuiet &= events.Count == 0 && refusal is null && !subscription.IsCut;
            }

            if (isQuiet && !await IsMoreAsync(either.Token))
                yield return Item("heartbeat", new EventView("", []));
        }

        foreach (var lost in Lost)
        {
            _subscriptions.Remove(lost);
            yield return Item("ended", new EventView(lost.Name, [], lost.Standing.Refusal!.Message));
            await lost.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (_subscriptions)
            _isOver = true;
        foreach (var subscription in _subscriptions)
            await subscription.DisposeAsync();
        _ends.Dispose();
        place.Dispose();
    }

    private void End()
    {
        try
        {
            _ends.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended in this moment.
        }
    }

    /// <summary>The channels that ended: with a membership as a rule several at once, and each is looked at, whether its turn had come or not.</summary>
    private List<Subscription> Lost
    {
        get
        {
            _subscriptions.ForEach(subscription => subscription.Standing.Look());
            return _subscriptions.FindAll(subscription => subscription.Standing.Refusal is not null);
        }
    }

    private static async ValueTask<(IReadOnlyList<FeedEvent> Events, PlatformException? Refusal)> TakeAsync(Subscription subscription, CancellationToken cancellationToken)
    {
        try
        {
            return (await subscription.TakeAsync(cancellationToken), null);
        }
        catch (PlatformException refusal)
        {
            return ([], refusal);
        }
        catch (OperationCanceledException)
        {
            return ([], null);
        }
    }

    /// <summary>Waits until a channel has more, or the stream ends.</summary>
    /// <returns>False if nothing came for as long as a client waits without a sign of life.</returns>
    private async ValueTask<bool> IsMoreAsync(CancellationToken cancellationToken)
    {
        try
        {
            var more = _subscriptions.Select(subscription => subscription.Feed.After(subscription.Number)).ToList();
            await (more.Count > 0 ? Task.WhenAny(more) : Task.Delay(Timeout.Infinite, cancellationToken)).WaitAsync(Heartbeat, time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    private async Task AbortAsync(HttpContext context)
    {
        await Task.Delay(EndGrace, time, CancellationToken.None);
        lock (_subscriptions)
        {
            // The connection may serve another request by then.
            if (!_isOver)
                context.Abort();
        }
    }

    private SseItem<EventView> Reset(Subscription subscription) =>
        Item("reset", new EventView(subscription.Name, [], "Some of what has happened cannot be told any more: look anew."));

    private SseItem<EventView> Item(string type, EventView view) =>
        new(view, type) { EventId = EventId.Of(_subscriptions.Select(subscription => (subscription.Feed.Epoch, subscription.Number))) };
}
