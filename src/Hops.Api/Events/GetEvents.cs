using System.Net.ServerSentEvents;
using Hops.Api.Http;
using Hops.Core.Errors;
using Hops.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Hops.Api.Events;

/// <summary>
/// One stream of all that a window wants to hear of (HTML, "Server-sent events"). It begins with <c>open</c>; a client that was cut off comes back
/// with <c>Last-Event-ID</c> and misses nothing, or is told by <c>reset</c> to look anew.
/// </summary>
internal static class GetEvents
{
    private const int ChannelsMax = 20;

    internal static async Task<ServerSentEventsResult<EventView>> RunAsync(
        HopsPlatform platform,
        EventHub hub,
        ApiCall call,
        HttpContext context,
        [FromQuery(Name = "channels")] string[]? channels,
        [FromHeader(Name = "Last-Event-ID")] string? lastEventId)
    {
        var names = (channels ?? []).SelectMany(NamesIn).ToList();
        if (names.Count is 0 or > ChannelsMax)
            throw new PlatformException(ErrorCode.InvalidArgument, $"A stream has 1 to {ChannelsMax} channels.").With("field", "channels");
        var wanted = names.Select(name => EventChannel.Open(platform, call.Actor, name)).ToList();
        var stream = new EventStream(hub.Enter(call.Actor.UserId), platform.Time, hub.Closing);
        context.Response.RegisterForDisposeAsync(stream);
        foreach (var channel in wanted)
        {
            var (feed, listening) = await hub.ListenAsync(channel, context.RequestAborted);
            stream.Add(new Subscription(platform, channel, feed, listening));
        }

        stream.Resume(EventId.Parse(lastEventId, wanted.Count), isAgain: !string.IsNullOrEmpty(lastEventId));
        stream.AbortWhenLost(context);
        context.Response.Headers["X-Accel-Buffering"] = "no";
        return TypedResults.ServerSentEvents(stream.RunAsync(context.RequestAborted));
    }

    /// <summary>The parameter is given once for each channel, or once for all, with commas; a filter may have commas of its own.</summary>
    private static string[] NamesIn(string value) => value.Replace(",project:", "\nproject:", StringComparison.Ordinal).Replace(",user:", "\nuser:", StringComparison.Ordinal).Split('\n');
}
