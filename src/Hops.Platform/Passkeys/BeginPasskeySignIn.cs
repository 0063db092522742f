using Hops.Core.Errors;
using Hops.Platform.Sessions;
using Hops.Platform.Tokens;

namespace Hops.Platform.Passkeys;

/// <summary>Makes a challenge for somebody who wants to sign in by a passkey and has not said who it is.</summary>
public static class BeginPasskeySignIn
{
    /// <summary>Makes it.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="page">Origin of the page that asks.</param>
    /// <param name="origin">Where it comes from: challenges are counted by it.</param>
    /// <exception cref="PlatformException"><c>Unsupported</c>: no passkey is shown at the origin of the page.</exception>
    public static PasskeyAttempt Run(HopsPlatform platform, string page, SignInOrigin origin)
    {
        var place = platform.PasskeyPlace;
        place.Demand(page);
        var attempt = TokenText.Make().Id;
        var challenge = platform.Challenges.Make(SignInByPasskey.KeyOf(attempt), origin.Source, userHandle: []);
        return new PasskeyAttempt(attempt, challenge, place.Domain, platform.Accounts.PasskeyChallengeLifetime);
    }
}

/// <summary>An attempt to sign in by a passkey.</summary>
/// <param name="Id">Its id, random: the challenge is of no use without it.</param>
/// <param name="Challenge">Random bytes to be signed.</param>
/// <param name="Domain">Domain whose passkeys are asked for.</param>
/// <param name="Lifetime">How long there is for it.</param>
public sealed record PasskeyAttempt(string Id, byte[] Challenge, string Domain, TimeSpan Lifetime);
