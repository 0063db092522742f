using System.Text.Json.Serialization;
using Hops.Api.Http;
using Hops.Api.Members;
using Hops.Core.Identity;
using Hops.Platform;
using Hops.Platform.JoinRequests;
using Hops.Platform.Members;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.JoinRequests;

/// <summary>Asks to join a project, takes that back, and answers it.</summary>
internal static class PostJoinRequest
{
    internal static async Task<Ok<JoinRequestView>> AskAsync(
        HopsPlatform platform, ApiCall call, AskToJoinRequest request, CancellationToken cancellationToken) =>
        TypedResults.Ok(JoinRequestView.Of(platform, await AskToJoin.RunAsync(platform, call.Actor, request.Project, request.Note ?? "", cancellationToken)));

    internal static async Task<NoContent> WithdrawAsync(HopsPlatform platform, ApiCall call, string name, CancellationToken cancellationToken)
    {
        await AskToJoin.WithdrawAsync(platform, call.Actor, name, cancellationToken);
        return TypedResults.NoContent();
    }

    internal static async Task<Ok<MemberView>> AcceptAsync(
        HopsPlatform platform, ApiCall call, [AsParameters] MemberPath path, AcceptJoinRequest request, CancellationToken cancellationToken)
    {
        var name = new MemberName(path.Project, path.User);
        var member = await AnswerJoinRequest.AcceptAsync(platform, call.Actor, name, request.Role ?? ProjectRole.DataScientist, cancellationToken);
        return TypedResults.Ok(new MemberView(path.User, member.Role, member.Added));
    }

    internal static async Task<Ok<JoinRequestView>> RejectAsync(
        HopsPlatform platform, ApiCall call, [AsParameters] MemberPath path, RejectJoinRequest request, CancellationToken cancellationToken)
    {
        var name = new MemberName(path.Project, path.User);
        return TypedResults.Ok(JoinRequestView.Of(
            platform, await AnswerJoinRequest.RejectAsync(platform, call.Actor, name, request.Reason ?? "", cancellationToken)));
    }
}

/// <summary>A wish to join a listed project.</summary>
/// <param name="Project">Its name.</param>
/// <param name="Note">For its owners: one line of at most 500 characters.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record AskToJoinRequest(string Project, string? Note = null);

/// <summary>That somebody is let in.</summary>
/// <param name="Role">DATA_OWNER or DATA_SCIENTIST; the latter if absent.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record AcceptJoinRequest(ProjectRole? Role = null);

/// <summary>That somebody is not let in.</summary>
/// <param name="Reason">Why, for who has asked: one line of at most 500 characters.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record RejectJoinRequest(string? Reason = null);
