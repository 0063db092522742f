using System.Text.Json.Serialization;
using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Announcements;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Announcements;

internal static class PostAnnouncement
{
    internal static async Task<Created<AnnouncementView>> RunAsync(
        HopsPlatform platform, ApiCall call, PostAnnouncementRequest request, CancellationToken cancellationToken)
    {
        var wish = new AnnouncementRequest(request.Text, request.Level ?? AnnouncementLevel.Info, request.From, request.Until);
        var made = AnnouncementView.Of(platform, await MakeAnnouncement.RunAsync(platform, call.Actor, wish, cancellationToken));
        return TypedResults.Created($"/api/v1/announcements/{made.Id}", made);
    }

    internal static async Task<NoContent> EndAsync(HopsPlatform platform, ApiCall call, string announcement, CancellationToken cancellationToken)
    {
        await EndAnnouncement.RunAsync(platform, call.Actor, announcement, cancellationToken);
        return TypedResults.NoContent();
    }
}

/// <summary>What is to be announced on every page.</summary>
/// <param name="Text">Plain text of one line.</param>
/// <param name="Level">How urgent it is; INFO if absent.</param>
/// <param name="From">When it begins to be shown; now if absent.</param>
/// <param name="Until">When it is shown no more; a day later if absent.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PostAnnouncementRequest(string Text, AnnouncementLevel? Level = null, DateTimeOffset? From = null, DateTimeOffset? Until = null);
