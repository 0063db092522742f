using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Identities;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Identities;

/// <summary>The identities of anybody, for administrators.</summary>
internal static class UserIdentities
{
    internal static async Task<Ok<Page<IdentityView>>> ListAsync(HopsPlatform platform, ApiCall call, string user, CancellationToken cancellationToken) =>
        TypedResults.Ok(IdentityView.PageOf(platform, await ListIdentities.OfUserAsync(platform, call.Actor, user, cancellationToken)));

    internal static async Task<NoContent> RemoveAsync(HopsPlatform platform, ApiCall call, string user, string identity, CancellationToken cancellationToken)
    {
        await UnlinkIdentity.OfUserAsync(platform, call.Actor, user, identity, cancellationToken);
        return TypedResults.NoContent();
    }
}
