using System.Text.Json.Serialization;
using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Passkeys;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Passkeys;

internal static class PutPasskey
{
    internal static async Task<Ok<PasskeyView>> RunAsync(
        HopsPlatform platform, ApiCall call, string passkey, PasskeyNameRequest request, CancellationToken cancellationToken) =>
        TypedResults.Ok(PasskeyView.Of(await RenamePasskey.RunAsync(platform, call.Actor, PasskeyId.Of(passkey), request.Name, cancellationToken)));
}

/// <summary>Another name of a passkey.</summary>
/// <param name="Name">1 to 60 characters.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PasskeyNameRequest(string Name);
