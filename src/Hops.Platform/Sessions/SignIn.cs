using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Audit;
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
            throw new PlatformException(ErrorCode.AccessDenied, "An administrator has yet to approve this account; you will get a mail.");
        }

        if (!isRight || user!.IsDisabled)
        {
            platform.Throttle.Failed(source, name);
            if (user is not null)
                await NoteFailureAsync(platform, name, "password", cancellationToken);
            throw Refused();
        }

        if (platform.Roster.Now.HasSecondFactor(user.Id))
            await DemandCodeAsync(platform, attempt, user, cancellationToken);
        platform.Throttle.Succeeded(source, name);
        return await OpenAsync(platform, user, attempt.Origin, cancellationToken);
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
        await NoteFailureAsync(platform, user.Name, "second factor", cancellationToken);
        throw new PlatformException(ErrorCode.Unauthenticated, "The code is not right, or was used already: wait for the next one.").With("field", "code");
    }

    private static async Task<(string Text, Token Session, User User)> OpenAsync(
        HopsPlatform platform, User user, SignInOrigin origin, CancellationToken cancellationToken)
    {
        var made = TokenText.Make();
        var now = platform.Time.GetUtcNow();
        var session = new Token
        {
            UserId = user.Id,
            Id = made.Id,
            Kind = TokenKind.Session,
            SecretSha256 = made.SecretSha256,
            Created = now,
            Expires = now + platform.Options.SessionLifetime,
            Address = origin.AddressText,
            Agent = origin.AgentText,
        };

        // With the reserve on a full disk: who is to delete something must be able to come in.
        await platform.Files.FreeRoomAsync(() => platform.Store.WriteAsync(
            async transaction =>
            {
                var ended = await IssueToken.MakeRoomAsync(transaction, platform.Options, user.Id, TokenKind.Session);
                await transaction.InsertAsync(Token.Table, session);
                await AuditLog.AppendAsync(transaction, Entry(user.Name, "ok") with { CredentialId = session.Id });
                platform.Roster.OnCommitted(transaction, roster => roster.WithoutTokens(ended).WithToken(session));
                return true;
            },
            cancellationToken));
        return (made.Text, session, user);
    }

    /// <summary>
    /// Only for accounts that exist: other names may be passwords typed into the wrong field, and anybody could fill the trail with them.
    /// </summary>
    private static async Task NoteFailureAsync(HopsPlatform platform, string name, string factor, CancellationToken cancellationToken) =>
        await platform.Store.WriteAsync(
            async transaction =>
            {
                await AuditLog.AppendAsync(transaction, Entry(name, "unauthenticated") with { Detail = $"wrong {factor}" });
                return true;
            },
            cancellationToken);

    private static AuditRecord Entry(string name, string outcome) => new()
    {
        ProjectId = 0,
        Actor = name,
        Action = "session.create",
        Target = name,
        Outcome = outcome,
    };

    private static PlatformException Refused() => new(ErrorCode.Unauthenticated, "The user name or the password is not right.");
}
