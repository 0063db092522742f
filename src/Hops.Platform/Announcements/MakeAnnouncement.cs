using System.Globalization;
using System.Text.Json;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;

namespace Hops.Platform.Announcements;

/// <summary>An administrator tells everybody something, from a time to a time.</summary>
public static class MakeAnnouncement
{
    private const char Joiner = '\u200D';

    private static readonly TimeSpan LengthDefault = TimeSpan.FromDays(1);
    private static readonly TimeSpan LengthMax = TimeSpan.FromDays(366);

    /// <summary>Makes it. Those that have ended make room.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>, <c>LimitExceeded</c>, <c>AccessDenied</c>.</exception>
    public static async Task<Announcement> RunAsync(HopsPlatform platform, Principal actor, AnnouncementRequest request, CancellationToken cancellationToken)
    {
        platform.Demand(actor, Operation.Create, new Resource(ResourceKind.Platform, 0, "announcement"));
        CheckText(request.Text);
        var from = request.From ?? platform.Time.GetUtcNow();
        var until = request.Until ?? from + LengthDefault;
        CheckTimes(platform, from, until);
        var made = new Announcement(OpaqueId.Next(), request.Text, request.Level, from, until);
        return await platform.Store.WriteAsync(
            async transaction =>
            {
                var ended = platform.Announcements.All.Where(one => one.Until <= transaction.Now).Select(one => one.Id).ToHashSet();
                if (platform.Announcements.All.Count - ended.Count >= Announcement.CountMax)
                    throw new PlatformException(ErrorCode.LimitExceeded, $"There are {Announcement.CountMax} announcements that have not ended: end one first.").With("limit", Announcement.CountMax);
                foreach (var id in ended)
                    await transaction.DeleteAsync(Announcement.Table, Key.Of(id));
                await transaction.InsertAsync(Announcement.Table, made);
                var detail = JsonSerializer.Serialize(new { level = made.Level.ToString(), from = made.From, until = made.Until, text = made.Text });
                await HopsPlatform.AuditAsync(transaction, actor, 0, "announcement.create", made.Id.ToString(CultureInfo.InvariantCulture), detail);
                platform.Announcements.OnCommitted(transaction, all => all.Where(one => !ended.Contains(one.Id)).Append(made));
                return made;
            },
            cancellationToken);
    }

    /// <summary>It stands on every page, also where nobody is signed in: no line breaks, nothing that turns the direction of text or hides it.</summary>
    private static void CheckText(string text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > Announcement.TextLengthMax)
            throw new PlatformException(ErrorCode.InvalidArgument, $"A text has 1 to {Announcement.TextLengthMax} characters.").With("field", "text");
        if (text.Any(letter => char.IsControl(letter) || (char.GetUnicodeCategory(letter) == UnicodeCategory.Format && letter != Joiner)))
            throw new PlatformException(ErrorCode.InvalidArgument, "A text is one line, without characters that are not seen.").With("field", "text");
    }

    private static void CheckTimes(HopsPlatform platform, DateTimeOffset from, DateTimeOffset until)
    {
        if (until <= from || until <= platform.Time.GetUtcNow())
            throw new PlatformException(ErrorCode.InvalidArgument, "It ends after it begins, and not in the past.").With("field", "until");
        if (until - from > LengthMax)
            throw new PlatformException(ErrorCode.InvalidArgument, $"It is shown for at most {LengthMax.TotalDays} days.").With("field", "until");
    }
}

/// <summary>What is to be announced.</summary>
/// <param name="Text">Plain text, one line.</param>
/// <param name="Level">How urgent it is.</param>
/// <param name="From">When it begins; null for now.</param>
/// <param name="Until">When it ends; null for a day later.</param>
public sealed record AnnouncementRequest(string Text, AnnouncementLevel Level, DateTimeOffset? From, DateTimeOffset? Until);
