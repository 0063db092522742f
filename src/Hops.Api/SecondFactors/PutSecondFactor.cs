using System.Text.Json.Serialization;
using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.SecondFactors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.SecondFactors;

internal static class PutSecondFactor
{
    internal static async Task<Ok<RecoveryCodesView>> RunAsync(
        HopsPlatform platform, ApiCall call, CodeProof proof, CancellationToken cancellationToken) =>
        TypedResults.Ok(new RecoveryCodesView(await ConfirmSecondFactor.RunAsync(platform, call.Actor, proof.Code, cancellationToken)));
}

/// <summary>A code, to show that the device has the secret.</summary>
/// <param name="Code">Six digits.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record CodeProof(string Code);

/// <summary>Codes that take the place of a lost device, once each.</summary>
/// <param name="RecoveryCodes">The codes, shown only now.</param>
public sealed record RecoveryCodesView(IReadOnlyList<string> RecoveryCodes);
