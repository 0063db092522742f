using System.Text.Json.Serialization;
using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Users;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Users;

internal static class PatchUser
{
    internal static async Task<Ok<UserView>> RunAsync(
        HopsPlatform platform, ApiCall call, string user, PatchUserRequest request, CancellationToken cancellationToken)
    {
        var changed = await AlterUser.RunAsync(platform, call.Actor, user, request.IsDisabled, call.RevisionExpected(), cancellationToken);
        call.Tag(changed.Revision);
        return TypedResults.Ok(UserView.Of(platform, changed));
    }
}

/// <summary>A change of a user.</summary>
/// <param name="IsDisabled">True to refuse it everywhere at once.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PatchUserRequest(bool IsDisabled);
