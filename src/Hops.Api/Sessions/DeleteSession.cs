using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Sessions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Sessions;

internal static class DeleteSession
{
    internal static async Task<NoContent> RunAsync(HopsPlatform platform, ApiCall call, CancellationToken cancellationToken)
    {
        await SignOut.RunAsync(platform, call.Actor, cancellationToken);
        return TypedResults.NoContent();
    }
}
