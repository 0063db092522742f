using System.Text.Json.Serialization;
using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.ShareRequests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Shares;

/// <summary>Asks for a listed dataset, takes that back, and answers it. They are so few that each list is one page.</summary>
internal static class ShareRequests
{
    internal static async Task<Ok<Page<ShareRequestView>>> AskedAsync(HopsPlatform platform, ApiCall call, string project, CancellationToken cancellationToken) =>
        Answer(platform, await ListShareRequests.AskedAsync(platform, call.Actor, project, cancellationToken));

    internal static async Task<Ok<Page<ShareRequestView>>> ReceivedAsync(HopsPlatform platform, ApiCall call, string project, CancellationToken cancellationToken) =>
        Answer(platform, await ListShareRequests.ReceivedAsync(platform, call.Actor, project, cancellationToken));

    internal static async Task<Ok<ShareRequestView>> AskAsync(
        HopsPlatform platform, ApiCall call, string project, AskForShareRequest request, CancellationToken cancellationToken)
    {
        var wish = new ShareRequestWish(request.Dataset, ShareAccesses.RightsOf(request.Rights ?? ShareAccess.Read), request.Note ?? "");
        return TypedResults.Ok(ShareRequestView.Of(platform, await AskForShare.RunAsync(platform, call.Actor, project, wish, cancellationToken)));
    }

    internal static async Task<NoContent> WithdrawAsync(HopsPlatform platform, ApiCall call, string project, string request, CancellationToken cancellationToken)
    {
        await AskForShare.WithdrawAsync(platform, call.Actor, project, request, cancellationToken);
        return TypedResults.NoContent();
    }

    internal static async Task<Ok<ShareView>> AcceptAsync(
        HopsPlatform platform, ApiCall call, [AsParameters] ShareRequestPath path, GrantShareRequest answer, CancellationToken cancellationToken)
    {
        var rights = answer.Rights is { } access ? ShareAccesses.RightsOf(access) : (Hops.Platform.Access.ShareRights?)null;
        var offer = await AnswerShareRequest.GrantAsync(platform, call.Actor, path.Project, path.Request, (rights, answer.Expires), cancellationToken);
        call.Tag(offer.Revision);
        return TypedResults.Ok(ShareView.Of(platform, offer));
    }

    internal static async Task<Ok<ShareRequestView>> RejectAsync(
        HopsPlatform platform, ApiCall call, [AsParameters] ShareRequestPath path, RefuseShareRequest answer, CancellationToken cancellationToken) =>
        TypedResults.Ok(ShareRequestView.Of(
            platform, await AnswerShareRequest.RejectAsync(platform, call.Actor, path.Project, path.Request, answer.Reason ?? "", cancellationToken)));

    private static Ok<Page<ShareRequestView>> Answer(HopsPlatform platform, IReadOnlyList<ShareRequest> requests) =>
        TypedResults.Ok(new Page<ShareRequestView>([.. requests.Select(request => ShareRequestView.Of(platform, request))], null));
}

/// <summary>Which request of which project.</summary>
/// <param name="Project">Project of the route.</param>
/// <param name="Request">Id of the request.</param>
public readonly record struct ShareRequestPath(string Project, string Request);

/// <summary>A wish to borrow a listed dataset.</summary>
/// <param name="Dataset">Its name, owner::dataset.</param>
/// <param name="Rights">READ (the default) or READ_WRITE.</param>
/// <param name="Note">For its owners: one line of at most 500 characters.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record AskForShareRequest(string Dataset, ShareAccess? Rights = null, string? Note = null);

/// <summary>That what is asked for is lent.</summary>
/// <param name="Rights">READ or READ_WRITE, not more than was asked for; that if absent.</param>
/// <param name="Expires">When it ends by itself; absent for no end.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record GrantShareRequest(ShareAccess? Rights = null, DateTimeOffset? Expires = null);

/// <summary>That it is not lent.</summary>
/// <param name="Reason">Why, for those who have asked: one line of at most 500 characters.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record RefuseShareRequest(string? Reason = null);

/// <summary>That a project asks for a dataset of another one.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Dataset">The dataset, owner::dataset.</param>
/// <param name="Name">Its name in the project that owns it.</param>
/// <param name="Borrower">Project that asks.</param>
/// <param name="Rights">READ or READ_WRITE.</param>
/// <param name="Note">What it says of that.</param>
/// <param name="AskedBy">User who has asked.</param>
/// <param name="State">WAITING, REJECTED or GRANTED.</param>
/// <param name="Reason">Why it was rejected.</param>
/// <param name="Asked">When it was asked.</param>
/// <param name="Changed">When it came into its state.</param>
public sealed record ShareRequestView(
    string Id, string Dataset, string Name, string Borrower, ShareAccess Rights, string Note, string AskedBy, ShareRequestState State, string Reason,
    DateTimeOffset Asked, DateTimeOffset Changed)
{
    internal static ShareRequestView Of(HopsPlatform platform, ShareRequest request)
    {
        var roster = platform.Roster.Now;
        string NameOf(long projectId) => roster.Projects.GetValueOrDefault(projectId)?.Row.Name ?? "";
        return new(
            request.Id, $"{NameOf(request.OwnerId)}::{request.Name}", request.Name, NameOf(request.BorrowerId), ShareAccesses.Of(request.Rights), request.Note,
            roster.Users.GetValueOrDefault(request.AskedBy)?.Name ?? "", request.State, request.Reason, request.Asked, request.Changed);
    }
}
