using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.SecondFactors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.SecondFactors;

internal static class PostRecoveryCodes
{
    internal static async Task<Ok<RecoveryCodesView>> RunAsync(
        HopsPlatform platform, ApiCall call, BothProofs proofs, CancellationToken cancellationToken) =>
        TypedResults.Ok(new RecoveryCodesView(
            await RenewRecoveryCodes.RunAsync(platform, call.Actor, proofs.Password, proofs.Code, cancellationToken)));
}
