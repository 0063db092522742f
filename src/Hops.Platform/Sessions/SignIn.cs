using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Audit;
using Hops.Platform.Tokens;
using Hops.Platform.Users;

namespace Hops.Platform.Sessions;

/// <summary>Signs a user in by name and password and opens a session.</summary>
public static class SignIn
{
    /// <summary>Opens a session. An unknown name and a wrong password cost and say the same.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="attempt">Who, by what, from where.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The text of the session token, shown only now; the token; the user.</returns>
    /// <exception cref="PlatformException"><c>Unauthenticated</c>; <c>Throttled</c> with <c>retryAfter</c>.</exception>
    public static async Task<(string Text, Token Session, User User)> RunAsync(
        HopsPlatform platform, SignInTry attempt, CancellationToken cancellationToken)
    {
        var (name, password, source) = (attempt.Name, attempt.Password, attempt.Origin.Source);
        if (name.Length > Names.LengthMax || password.Length > PasswordRules.LengthMax)
            throw Refused();
        var queue = platform.Throttle.Enter(source, name);
        var user = platform.Roster.Now.FindUser(name);
        var isRight = await platform.Passwords.MatchesAsync(queue, user?.Password, password, cancellationToken);
        if (!isRight || user!.IsDisabled)
        {
            platform.Throttle.Failed(source, name);
            if (user is not null)
                await NoteFailureAsync(platform, name, cancellationToken);
            throw Refused();
        }

        platform.Throttle.Succeeded(source, name);
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
            Address = attempt.Origin.AddressText,
            Agent = attempt.Origin.AgentText,
        };

        // With the reserve on a full disk: who is to delete something must be able to come in.
        await platform.Files.FreeRoomAsync(() => platform.Store.WriteAsync(
            async transaction =>
            {
                var ended = await IssueToken.MakeRoomAsync(transaction, platform.Options, user.Id, TokenKind.Session);
                await transaction.InsertAsync(Token.Table, session);
                await AuditLog.AppendAsync(transaction, Entry(name, "ok") with { CredentialId = session.Id });
                platform.Roster.OnCommitted(transaction, roster => roster.WithoutTokens(ended).WithToken(session));
                return true;
            },
            cancellationToken));
        return (made.Text, session, user);
    }

    /// <summary>
    /// Only for accounts that exist: other names may be passwords typed into the wrong field, and anybody could fill the trail with them.
    /// </summary>
    private static async Task NoteFailureAsync(HopsPlatform platform, string name, CancellationToken cancellationToken) =>
        await platform.Store.WriteAsync(
            async transaction =>
            {
                await AuditLog.AppendAsync(transaction, Entry(name, "unauthenticated"));
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
