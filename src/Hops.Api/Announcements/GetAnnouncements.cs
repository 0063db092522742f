using System.Globalization;
using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Announcements;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Announcements;

internal static class GetAnnouncements
{
    /// <summary>What is shown now, to everybody.</summary>
    internal static Ok<CurrentAnnouncementsView> Current(HopsPlatform platform) =>
        TypedResults.Ok(new CurrentAnnouncementsView([.. platform.Announcements.ShownAt(platform.Time.GetUtcNow()).Select(one => CurrentAnnouncementView.Of(one))]));

    /// <summary>All that there are, for administrators: no more than a page holds.</summary>
    internal static Ok<Page<AnnouncementView>> List(HopsPlatform platform) =>
        TypedResults.Ok(new Page<AnnouncementView>([.. platform.Announcements.All.Select(one => AnnouncementView.Of(platform, one))], null));
}

/// <summary>What is announced at this moment.</summary>
/// <param name="Items">The most urgent first.</param>
public sealed record CurrentAnnouncementsView(IReadOnlyList<CurrentAnnouncementView> Items);

/// <summary>An announcement that is shown.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Text">Plain text.</param>
/// <param name="Level">How urgent it is.</param>
public sealed record CurrentAnnouncementView(string Id, string Text, AnnouncementLevel Level)
{
    internal static CurrentAnnouncementView Of(Announcement one) => new(one.Id.ToString(CultureInfo.InvariantCulture), one.Text, one.Level);
}

/// <summary>An announcement.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Text">Plain text.</param>
/// <param name="Level">How urgent it is.</param>
/// <param name="From">When it begins to be shown.</param>
/// <param name="Until">When it is shown no more.</param>
/// <param name="IsShown">True if it is shown now.</param>
public sealed record AnnouncementView(string Id, string Text, AnnouncementLevel Level, DateTimeOffset From, DateTimeOffset Until, bool IsShown)
{
    internal static AnnouncementView Of(HopsPlatform platform, Announcement one) => new(
        one.Id.ToString(CultureInfo.InvariantCulture), one.Text, one.Level, one.From, one.Until, one.IsShown(platform.Time.GetUtcNow()));
}
