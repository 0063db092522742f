using System.Text.Json.Serialization;
using Hops.Api.Http;
using Hops.Core.Errors;
using Hops.Platform;
using Hops.Platform.Members;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Members;

internal static class PostMemberAdditions
{
    internal static async Task<Ok<MemberAdditionsView>> RunAsync(
        HopsPlatform platform, ApiCall call, string project, PostMemberAdditionsRequest request, CancellationToken cancellationToken)
    {
        var additions = await AddMember.RunManyAsync(platform, call.Actor, project, [.. request.Members.Select(member => member.Wish)], cancellationToken);
        return TypedResults.Ok(new MemberAdditionsView([.. additions.Select(MemberAdditionView.Of)]));
    }
}

/// <summary>Members to be added at once.</summary>
/// <param name="Members">1 to 50 of them.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PostMemberAdditionsRequest(IReadOnlyList<PostMemberRequest> Members);

/// <summary>What became of members who were to be added at once.</summary>
/// <param name="Items">One for each, in the order of the request.</param>
public sealed record MemberAdditionsView(IReadOnlyList<MemberAdditionView> Items);

/// <summary>What became of one of them.</summary>
/// <param name="User">User name.</param>
/// <param name="Member">The membership; null if the user was not added.</param>
/// <param name="Problem">Why not: the last part of the type of a problem.</param>
/// <param name="Reason">The same in words.</param>
public sealed record MemberAdditionView(string User, MemberView? Member, string? Problem, string? Reason)
{
    internal static MemberAdditionView Of(MemberAddition addition) => addition is { Member: { } member }
        ? new(addition.User, new MemberView(addition.User, member.Role, member.Added), null, null)
        : new(addition.User, null, ErrorTable.Row(addition.Refusal ?? ErrorCode.Internal).Slug, addition.Reason);
}
