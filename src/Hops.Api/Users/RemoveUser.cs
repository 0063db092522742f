using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Users;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Users;

internal static class RemoveUser
{
    internal static async Task<NoContent> RunAsync(
        HopsPlatform platform, ApiCall call, string user, CancellationToken cancellationToken)
    {
        await DeleteUser.RunAsync(platform, call.Actor, user, call.RevisionExpected(), cancellationToken);
        return TypedResults.NoContent();
    }
}
