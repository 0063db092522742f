using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Platform.SecondFactors;
using Hops.Platform.Tokens;
using Hops.Platform.Users;

namespace Hops.Platform.Sessions;

/// <summary>Signs a user in by name, password and, for one who has a second factor, a code, and opens a session.</summary>
public static class SignIn
{
    /// <summary>Opens a session. An unknown name and a wrong password cost and say the same.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="attempt">Who, by what, from where.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The text of the session token, shown only now; the token; the user.</returns>
    /// <exception cref="PlatformException"><c>Unauthenticated</c>; <c>SecondFactorRequired</c>: all is right but a code is missing; <c>Throttled</c> with <c>retryAfter</c>.</exception>
    public static async Task<(string Text, Token Session, User User)> RunAsync(
        HopsPlatform platform, SignInTry attempt, CancellationToken cancellationToken)
    {
        var (name, password, source) = (attempt.Name, attempt.Password, attempt.Origin.Source);
        if (name.Length > Names.LengthMax || password.Length > PasswordRules.LengthMax)
            throw Refused();
        var queue = platform.Throttle.Enter(source, name);
        var user = platform.Roster.Now.FindUser(name);
        var isRight = await platform.Passwords.MatchesAsync(queue, user?.Password, password, cancellationToken);
        if (isRight && user!.IsPending)
        {
            platform.Throttle.Withdrawn(source, name);
            throw Pending();
        }

        if (!isRight || user!.IsDisabled)
        {
            platform.Throttle.Failed(source, name);

            // In the background: an answer that waited for a row of the trail would tell by its time that there is such an account.
            if (user is not null)
                platform.Journal.NoteNotSignedIn(name);
            throw Refused();
        }

        if (platform.Roster.Now.HasSecondFactor(user.Id))
            await DemandCodeAsync(platform, attempt, user, cancellationToken);
        platform.Throttle.Succeeded(source, name);
        await RehashPassword.RunAsync(platform, queue, user, password, cancellationToken);
        var (text, session) = (await OpenSession.RunAsync(platform, user, attempt.Origin, SignInMethod.Password, proof: null, cancellationToken))!.Value;
        return (text, session, user);
    }

    /// <summary>
    /// A missing code is no failure; a wrong one counts as a wrong password does, and the source is no known one before the code is right. The throttle
    /// has let the try in before.
    /// </summary>
    /// <param name="platform">The platform.</param>
    /// <param name="attempt">The try.</param>
    /// <param name="user">Who it is, as the password or a mailed link has shown.</param>
    /// <param name="cancellationToken">Stops it.</param>
    internal static async Task DemandCodeAsync(HopsPlatform platform, SignInTry attempt, User user, CancellationToken cancellationToken)
    {
        if (attempt.Code.Length == 0)
        {
            platform.Throttle.Withdrawn(attempt.Origin.Source, user.Name);
            throw new PlatformException(ErrorCode.SecondFactorRequired, "All is right so far. Send the code that your device shows, or a recovery code, as well.");
        }

        if (await CheckSecondFactor.RunAsync(platform, user, attempt.Code, cancellationToken))
            return;
        platform.Throttle.Failed(attempt.Origin.Source, user.Name);
        await OpenSession.NoteFailureAsync(platform, user.Name, "wrong second factor", cancellationToken);
        throw new PlatformException(ErrorCode.Unauthenticated, "The code is not right, or was used already: wait for the next one.").With("field", "code");
    }

    /// <summary>The refusal of somebody who has registered and whom nobody has let in yet.</summary>
    internal static PlatformException Pending() =>
        new(ErrorCode.AccessDenied, "An administrator has yet to approve this account; you will get a mail.");

    private static PlatformException Refused() => new(ErrorCode.Unauthenticated, "The user name or the password is not right.");
}
