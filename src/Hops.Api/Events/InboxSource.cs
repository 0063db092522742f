using System.Text.Json;
using Hops.Api.Inbox;
using Hops.Core.Identity;
using Hops.Platform;
using Hops.Platform.Inbox;
using Hops.Streaming.Supervision;

namespace Hops.Api.Events;

/// <summary>
/// The inbox of a user: that it has changed, and how much of it is new. What is in it is asked for, under the rights of who asks. It is looked at when a row of
/// what it is made of has changed, when a query has failed, and now and then for what comes with time.
/// </summary>
internal sealed class InboxSource(HopsPlatform platform, QuerySupervisor supervisor, InboxNews news, Func<object, JsonElement> element, Principal user)
{
    /// <summary>Between two looks at whether there may be something.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>After so long it is gathered whatever has changed: quotas run out and offers expire.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private (long Changes, string Failed)? _cause;
    private Pace _pace = new(platform.Time);
    private Pace _gathering = new(platform.Time);
    private string? _known;

    internal async ValueTask<IReadOnlyList<(JsonElement Item, string Text)>?> NextAsync(CancellationToken cancellationToken)
    {
        if (!_pace.IsDue(Pause))
            return [];
        _pace.Look();
        var failed = string.Join(' ', ListInbox.ProjectsOf(platform, user).SelectMany(project => supervisor.FailedIn(project.Row.Id)));
        var cause = (await news.CountAsync(cancellationToken), failed);
        if (cause == _cause && !_gathering.IsDue(Longest))
            return [];
        _cause = cause;
        _gathering.Look();
        var items = await GetInbox.ListAsync(platform, supervisor, user, cancellationToken);
        var (before, present) = (_known, JsonSerializer.Serialize(items));
        _known = present;
        return before is null || before == present ? [] : [(element(new { unread = items.Count(item => item.IsUnread) }), "")];
    }
}
