using System.Text.Json.Serialization;
using Hops.Api.Http;
using Hops.Core.Identity;
using Hops.Platform;
using Hops.Platform.Inbox;
using Hops.Platform.Queries;
using Hops.Streaming.Supervision;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Inbox;

/// <summary>What waits for the caller, over all projects, the newest first; it is one page.</summary>
internal static class GetInbox
{
    internal static async Task<Ok<Page<InboxItemView>>> RunAsync(
        HopsPlatform platform, QuerySupervisor supervisor, ApiCall call, CancellationToken cancellationToken)
    {
        return TypedResults.Ok(new Page<InboxItemView>(await ListAsync(platform, supervisor, call.Actor, cancellationToken), null));
    }

    /// <summary>The inbox of a user, the newest first.</summary>
    internal static async Task<IReadOnlyList<InboxItemView>> ListAsync(
        HopsPlatform platform, QuerySupervisor supervisor, Principal actor, CancellationToken cancellationToken)
    {
        var items = await ListInbox.RunAsync(platform, actor, cancellationToken);
        await AddFailedAsync(platform, supervisor, actor, items, cancellationToken);
        var seen = await InboxSeen.UntilAsync(platform, actor, cancellationToken);
        var shown = items.OrderByDescending(item => item.Time).ThenBy(item => item.Id, StringComparer.Ordinal).Take(ListInbox.ItemsMax);
        return [.. shown.Select(item => InboxItemView.Of(item, seen))];
    }

    internal static async Task<NoContent> SeenAsync(HopsPlatform platform, ApiCall call, InboxSeenRequest request, CancellationToken cancellationToken)
    {
        await InboxSeen.MarkAsync(platform, call.Actor, request.Until, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task AddFailedAsync(
        HopsPlatform platform, QuerySupervisor supervisor, Principal actor, List<InboxItem> items, CancellationToken cancellationToken)
    {
        foreach (var project in ListInbox.ProjectsOf(platform, actor))
        {
            foreach (var id in supervisor.FailedIn(project.Row.Id))
            {
                if (await QueryDuty.FindAsync(platform, id, cancellationToken) is not { } query || query.OwnerId != actor.UserId)
                    continue;
                var status = supervisor.StatusOf(query);
                items.Add(new InboxItem(
                    InboxKind.QueryFailed, query.Name, project.Row.Name, query.Name, "", status.Message ?? status.Error ?? "", status.Since));
            }
        }
    }
}

/// <summary>Something that waits for the caller.</summary>
/// <param name="Kind">SHARE_OFFER, SHARE_REQUEST, SHARE_GRANTED, SHARE_REFUSED, JOIN_REQUEST, JOIN_REJECTED, MEMBERSHIP, QUERY_FAILED, QUOTA or DEMO_ENDS.</param>
/// <param name="Id">Id of the share, name of the user who asks, name of the query, or of what is nearly used up.</param>
/// <param name="Project">Project of the caller in which it happened.</param>
/// <param name="Subject">What it is about, by its name.</param>
/// <param name="From">Project or user from which it comes; empty for the platform.</param>
/// <param name="Text">What is said of it.</param>
/// <param name="Time">When it came about.</param>
/// <param name="IsUnread">True if it came after what the caller has seen.</param>
public sealed record InboxItemView(
    InboxKind Kind, string Id, string Project, string Subject, string From, string Text, DateTimeOffset Time, bool IsUnread)
{
    internal static InboxItemView Of(InboxItem item, DateTimeOffset seen) =>
        new(item.Kind, item.Id, item.Project, item.Subject, item.From, item.Text, item.Time, item.Time.ToUnixTimeMilliseconds() > seen.ToUnixTimeMilliseconds());
}

/// <summary>Up to when the caller has seen its inbox.</summary>
/// <param name="Until">Time of the newest item that was seen.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record InboxSeenRequest(DateTimeOffset Until);
