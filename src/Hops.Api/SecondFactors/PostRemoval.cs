using System.Text.Json.Serialization;
using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.SecondFactors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.SecondFactors;

internal static class PostRemoval
{
    internal static async Task<NoContent> RunAsync(
        HopsPlatform platform, ApiCall call, BothProofs proofs, CancellationToken cancellationToken)
    {
        await RemoveSecondFactor.RunAsync(platform, call.Actor, proofs.Password, proofs.Code, cancellationToken);
        return TypedResults.NoContent();
    }
}

/// <summary>Both factors of the caller.</summary>
/// <param name="Password">The present password.</param>
/// <param name="Code">A code of the device, or a recovery code.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record BothProofs(string Password, string Code);
