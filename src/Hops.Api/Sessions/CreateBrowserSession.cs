using Hops.Platform;
using Hops.Platform.Sessions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Sessions;

/// <summary>Signs in as <see cref="CreateSession"/> does, and leaves the token with the browser instead of with a script.</summary>
internal static class CreateBrowserSession
{
    internal static async Task<NoContent> RunAsync(
        HopsPlatform platform, HttpContext http, CreateSessionRequest request, CancellationToken cancellationToken)
    {
        var (text, _, _) = await SignIn.RunAsync(platform, request.From(http), cancellationToken);
        SessionCookie.Set(http, text);
        return TypedResults.NoContent();
    }
}
