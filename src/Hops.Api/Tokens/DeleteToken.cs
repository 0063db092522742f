using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Tokens;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Tokens;

internal static class DeleteToken
{
    internal static async Task<NoContent> RunAsync(HopsPlatform platform, ApiCall call, string token, CancellationToken cancellationToken)
    {
        await RevokeToken.RunAsync(platform, call.Actor, token, cancellationToken);
        return TypedResults.NoContent();
    }
}
