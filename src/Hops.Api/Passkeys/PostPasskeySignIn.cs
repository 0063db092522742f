using System.Text.Json.Serialization;
using Hops.Api.Sessions;
using Hops.Platform;
using Hops.Platform.Passkeys;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Passkeys;

/// <summary>Signs a browser in by a passkey, in two calls: what the device is to sign, and what it has signed.</summary>
internal static class PostPasskeySignIn
{
    internal static Ok<PasskeyAttemptView> Begin(HopsPlatform platform, HttpContext http, BeginPasskeySignInRequest request)
    {
        var attempt = BeginPasskeySignIn.Run(platform, request.Origin, CallerOrigin.Of(http));
        return TypedResults.Ok(new PasskeyAttemptView(attempt.Id, PasskeyBytes.Write(attempt.Challenge), attempt.Domain, (int)attempt.Lifetime.TotalMilliseconds));
    }

    internal static async Task<NoContent> CompleteAsync(
        HopsPlatform platform, HttpContext http, PasskeySignInRequest request, CancellationToken cancellationToken)
    {
        var (text, _, _) = await SignInByPasskey.RunAsync(platform, request.Attempt, request.Use(), CallerOrigin.Of(http), cancellationToken);
        SessionCookie.Set(http, text);
        return TypedResults.NoContent();
    }
}

/// <summary>Where somebody wants to sign in by a passkey.</summary>
/// <param name="Origin">Origin of the page that asks, such as <c>https://hops.example.org</c>.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record BeginPasskeySignInRequest(string Origin);

/// <summary>What the browser is to ask a device for (WebAuthn, request options). Bytes are in base64url.</summary>
/// <param name="Attempt">Id of the attempt, to be sent with what the device has signed.</param>
/// <param name="Challenge">Random bytes.</param>
/// <param name="Domain">Relying party id.</param>
/// <param name="TimeoutMs">How long there is for it.</param>
public sealed record PasskeyAttemptView(string Attempt, string Challenge, string Domain, int TimeoutMs);

/// <summary>What a device has signed (WebAuthn, an assertion). Bytes are in base64url.</summary>
/// <param name="Attempt">Id of the attempt.</param>
/// <param name="Credential">Id of the credential.</param>
/// <param name="ClientData">What the browser says of the page (<c>clientDataJSON</c>).</param>
/// <param name="AuthenticatorData">What the device says of itself.</param>
/// <param name="Signature">Signature over both.</param>
/// <param name="UserHandle">Id of the user, as the device has kept it.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PasskeySignInRequest(
    string Attempt, string Credential, string ClientData, string AuthenticatorData, string Signature, string UserHandle)
{
    internal PasskeyUse Use() => new(
        PasskeyBytes.Read(Credential, "credential"), PasskeyBytes.Read(ClientData, "clientData"), PasskeyBytes.Read(AuthenticatorData, "authenticatorData"),
        PasskeyBytes.Read(Signature, "signature"), PasskeyBytes.Read(UserHandle, "userHandle"));
}
