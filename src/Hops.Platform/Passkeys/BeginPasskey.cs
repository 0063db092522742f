using System.Security.Cryptography;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Platform.SecondFactors;

namespace Hops.Platform.Passkeys;

/// <summary>Asks for a passkey of the caller, which <see cref="AddPasskey"/> then takes. A passkey signs in alone, so it takes all that signing in takes.</summary>
public static class BeginPasskey
{
    /// <summary>Makes the challenge, bound to the session.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="actor">The user.</param>
    /// <param name="origin">Origin of the page that asks.</param>
    /// <param name="password">Its present password.</param>
    /// <param name="code">A code of its second factor, or a recovery code; of no matter for a user who has none.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>What the browser asks the device for.</returns>
    /// <exception cref="PlatformException">
    /// <c>AccessDenied</c>: password or code is wrong; <c>LimitExceeded</c>: as many passkeys as there may be; <c>Unsupported</c>: not at this origin; <c>Throttled</c>.
    /// </exception>
    public static async Task<PasskeyWish> RunAsync(HopsPlatform platform, Principal actor, string origin, string password, string code, CancellationToken cancellationToken)
    {
        platform.Demand(actor, Operation.Alter, new Resource(ResourceKind.Credential, 0, actor.UserName));
        var place = platform.PasskeyPlace;
        place.Demand(origin);
        await OwnProof.DemandPasswordAsync(platform, actor, password, cancellationToken);
        if (platform.Roster.Now.HasSecondFactor(actor.UserId))
            await OwnProof.DemandCodeAsync(platform, actor, code, cancellationToken);
        var there = await platform.Store.ReadAsync(async read => await Passkey.OfAsync(read, actor.UserId), cancellationToken);
        AddPasskey.CheckRoom(platform, there.Count);
        var handle = there.Count > 0 ? there[0].UserHandle : RandomNumberGenerator.GetBytes(Passkey.UserHandleLengthBytes);
        var challenge = platform.Challenges.Make(AddPasskey.KeyOf(actor), AddPasskey.KeyOf(actor), handle);
        return new PasskeyWish(
            challenge, place.Domain, handle, actor.UserName, [.. there.Select(row => row.CredentialId)], PasskeyCheck.AlgorithmNumbers,
            platform.Accounts.PasskeyChallengeLifetime);
    }
}

/// <summary>What a browser asks a device for: a discoverable key if it can, and who holds the device is to be seen.</summary>
/// <param name="Challenge">Random bytes to be signed.</param>
/// <param name="Domain">Domain that the passkey is bound to.</param>
/// <param name="UserHandle">Random name of the user for devices.</param>
/// <param name="UserName">Its name, which the device shows.</param>
/// <param name="Exclude">Ids of passkeys that the user has: a device that holds one is not to make another.</param>
/// <param name="Algorithms">COSE numbers of the algorithms, the preferred first.</param>
/// <param name="Lifetime">How long there is for it.</param>
public sealed record PasskeyWish(
    byte[] Challenge, string Domain, byte[] UserHandle, string UserName, IReadOnlyList<byte[]> Exclude, IReadOnlyList<int> Algorithms, TimeSpan Lifetime);
