using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Platform.Tokens;
using Hops.Platform.Users;

namespace Hops.Platform.SecondFactors;

/// <summary>
/// What a user who is signed in shows once more before its account is changed: a session that was left open is not enough. Guesses are
/// counted by the session, so the user's own sign-ins are not held up.
/// </summary>
internal static class OwnProof
{
    /// <summary>How old a session may be that stands for the password of an account without one.</summary>
    private static readonly TimeSpan FreshFor = TimeSpan.FromMinutes(10);

    /// <summary>Demands the present password; of an account that has none, that its user has just signed in.</summary>
    /// <returns>The queue in which more hashes of the caller wait.</returns>
    /// <exception cref="PlatformException"><c>AccessDenied</c>: it is wrong; <c>Throttled</c>.</exception>
    internal static async Task<string> DemandPasswordAsync(HopsPlatform platform, Principal actor, string password, CancellationToken cancellationToken)
    {
        var queue = platform.Throttle.Enter(actor.CredentialId, actor.UserName, isSignedIn: true);
        var known = platform.Roster.Now.Users[actor.UserId];
        if (!known.HasPassword)
            return IsFresh(platform, actor) ? queue : throw NotFresh(platform, actor);
        if (password.Length <= PasswordRules.LengthMax && await platform.Passwords.MatchesAsync(queue, known.Password, password, cancellationToken))
            return queue;
        throw Refused(platform, actor, "The present password is not right.", "password");
    }

    /// <summary>Demands a code of the caller's second factor, and uses it up.</summary>
    /// <exception cref="PlatformException"><c>AccessDenied</c>: it is wrong or was used; <c>Throttled</c>.</exception>
    internal static async Task DemandCodeAsync(HopsPlatform platform, Principal actor, string code, CancellationToken cancellationToken)
    {
        platform.Throttle.Enter(actor.CredentialId, actor.UserName, isSignedIn: true);
        if (!await CheckSecondFactor.RunAsync(platform, platform.Roster.Now.Users[actor.UserId], code, cancellationToken))
            throw WrongCode(platform, actor);
    }

    /// <summary>Counts a wrong code.</summary>
    internal static PlatformException WrongCode(HopsPlatform platform, Principal actor) =>
        Refused(platform, actor, "The code is not right, or was used already: wait for the next one.", "code");

    private static bool IsFresh(HopsPlatform platform, Principal actor) =>
        platform.Roster.Now.Tokens.TryGetValue(actor.CredentialId, out var token) && token.Kind == TokenKind.Session
        && platform.Time.GetUtcNow() - token.Created < FreshFor;

    private static PlatformException NotFresh(HopsPlatform platform, Principal actor)
    {
        platform.Journal.Note(actor, "user.prove-session", new Resource(ResourceKind.Credential, 0, actor.UserName), ErrorCode.AccessDenied);
        return new PlatformException(ErrorCode.AccessDenied, "This account has no password, and you have signed in more than ten minutes ago: sign out, sign in, and do it then.");
    }

    private static PlatformException Refused(HopsPlatform platform, Principal actor, string message, string field)
    {
        platform.Throttle.Failed(actor.CredentialId, actor.UserName);
        platform.Journal.Note(actor, $"user.prove-{field}", new Resource(ResourceKind.Credential, 0, actor.UserName), ErrorCode.AccessDenied);
        return new PlatformException(ErrorCode.AccessDenied, message).With("field", field);
    }
}
