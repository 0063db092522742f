using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.SecondFactors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.SecondFactors;

internal static class GetSecondFactor
{
    internal static async Task<Ok<SecondFactorView>> RunAsync(HopsPlatform platform, ApiCall call, CancellationToken cancellationToken)
    {
        var state = await DescribeSecondFactor.RunAsync(platform, call.Actor, cancellationToken);
        return TypedResults.Ok(new SecondFactorView(state.Since is not null, state.Since, state.IsRequired, state.RecoveryCodesLeft));
    }
}

/// <summary>The caller's second factor.</summary>
/// <param name="IsOn">True if a code is asked for at sign-in.</param>
/// <param name="Since">Since when, or null.</param>
/// <param name="IsRequired">True if nothing but enrolling one is possible without it.</param>
/// <param name="RecoveryCodesLeft">Recovery codes that were not used yet.</param>
public sealed record SecondFactorView(bool IsOn, DateTimeOffset? Since, bool IsRequired, int RecoveryCodesLeft);
