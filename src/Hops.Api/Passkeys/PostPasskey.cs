using System.Text.Json.Serialization;
using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Passkeys;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Passkeys;

internal static class PostPasskey
{
    internal static async Task<Created<PasskeyView>> RunAsync(
        HopsPlatform platform, ApiCall call, AddPasskeyRequest request, CancellationToken cancellationToken)
    {
        var passkey = await AddPasskey.RunAsync(
            platform, call.Actor, request.Name, PasskeyBytes.Read(request.ClientData, "clientData"), PasskeyBytes.Read(request.Attestation, "attestation"), cancellationToken);
        var view = PasskeyView.Of(passkey);
        return TypedResults.Created($"/api/v1/me/passkeys/{view.Id}", view);
    }
}

/// <summary>A passkey that a device has made. Bytes are in base64url.</summary>
/// <param name="Name">Name by which its user will know it, 1 to 60 characters.</param>
/// <param name="ClientData">What the browser says of the page (WebAuthn, <c>clientDataJSON</c>).</param>
/// <param name="Attestation">What the device has made (WebAuthn, <c>attestationObject</c>).</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record AddPasskeyRequest(string Name, string ClientData, string Attestation);
