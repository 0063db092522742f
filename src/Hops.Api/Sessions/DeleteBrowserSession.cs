using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Sessions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Sessions;

internal static class DeleteBrowserSession
{
    internal static async Task<NoContent> RunAsync(HopsPlatform platform, ApiCall call, HttpContext http, CancellationToken cancellationToken)
    {
        await SignOut.RunAsync(platform, call.Actor, cancellationToken);
        SessionCookie.Clear(http);
        return TypedResults.NoContent();
    }
}
