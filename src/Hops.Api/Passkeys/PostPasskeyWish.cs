using System.Text.Json.Serialization;
using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Passkeys;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Passkeys;

internal static class PostPasskeyWish
{
    internal static async Task<Ok<PasskeyWishView>> RunAsync(
        HopsPlatform platform, ApiCall call, PasskeyProofs proofs, CancellationToken cancellationToken)
    {
        var wish = await BeginPasskey.RunAsync(platform, call.Actor, proofs.Origin, proofs.Password, proofs.Code ?? "", cancellationToken);
        return TypedResults.Ok(new PasskeyWishView(
            PasskeyBytes.Write(wish.Challenge), wish.Domain, PasskeyBytes.Write(wish.UserHandle), wish.UserName, wish.Exclude.Select(PasskeyBytes.Write).ToList(),
            wish.Algorithms, (int)wish.Lifetime.TotalMilliseconds));
    }
}

/// <summary>All by which the caller signs in without a passkey, and where it wants one.</summary>
/// <param name="Origin">Origin of the page that asks, such as <c>https://hops.example.org</c>.</param>
/// <param name="Password">The present password.</param>
/// <param name="Code">A code of the second factor, or a recovery code, of a user who has one.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PasskeyProofs(string Origin, string Password, string? Code = null);

/// <summary>What the browser is to ask a device for (WebAuthn, creation options). Bytes are in base64url.</summary>
/// <param name="Challenge">Random bytes.</param>
/// <param name="Domain">Relying party id.</param>
/// <param name="UserHandle">Id of the user for devices.</param>
/// <param name="UserName">Name of the user.</param>
/// <param name="Exclude">Ids of the credentials that the user has.</param>
/// <param name="Algorithms">COSE numbers of the algorithms that are taken, the preferred first.</param>
/// <param name="TimeoutMs">How long there is for it.</param>
public sealed record PasskeyWishView(
    string Challenge, string Domain, string UserHandle, string UserName, IReadOnlyList<string> Exclude, IReadOnlyList<int> Algorithms, int TimeoutMs);
