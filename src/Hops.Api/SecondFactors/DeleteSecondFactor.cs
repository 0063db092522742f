using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.SecondFactors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.SecondFactors;

internal static class DeleteSecondFactor
{
    internal static async Task<NoContent> RunAsync(HopsPlatform platform, ApiCall call, string user, CancellationToken cancellationToken)
    {
        await ResetSecondFactor.RunAsync(platform, call.Actor, user, cancellationToken);
        return TypedResults.NoContent();
    }
}
