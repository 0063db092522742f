using Hops.Metadata.Audit;
using Hops.Metadata.Transactions;
using Hops.Platform.Tokens;
using Hops.Platform.Users;

namespace Hops.Platform.Sessions;

/// <summary>Opens the session of a user who has shown who it is, in whatever way, and notes what came of tries to do so.</summary>
internal static class OpenSession
{
    /// <summary>Opens it.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="user">Whose.</param>
    /// <param name="origin">Where from.</param>
    /// <param name="way">By what, for its user and the trail, as <see cref="SignInMethod"/> writes it.</param>
    /// <param name="proof">What is used up in the transaction that opens the session: false if it is worth nothing any more. Null if nothing is.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The text of its token, shown only now, and the token; null if the proof was worth nothing.</returns>
    internal static async Task<(string Text, Token Session)?> RunAsync(
        HopsPlatform platform, User user, SignInOrigin origin, string way, Func<WriteTransaction, ValueTask<bool>>? proof, CancellationToken cancellationToken)
    {
        var made = TokenText.Make();
        var now = platform.Time.GetUtcNow();
        var session = new Token
        {
            UserId = user.Id,
            Id = made.Id,
            Kind = TokenKind.Session,
            SecretSha256 = made.SecretSha256,
            Name = way,
            Created = now,
            Expires = now + platform.Options.SessionLifetime,
            Address = origin.AddressText,
            Agent = origin.AgentText,
        };

        // With the reserve on a full disk: who is to delete something must be able to come in.
        var isOpen = await platform.Files.FreeRoomAsync(() => platform.Store.WriteAsync(
            async transaction =>
            {
                if (proof is not null && !await proof(transaction))
                    return false;
                var ended = await IssueToken.MakeRoomAsync(transaction, platform.Options, user.Id, TokenKind.Session);
                await transaction.InsertAsync(Token.Table, session);
                await AuditLog.AppendAsync(transaction, Entry(user.Name, "ok") with { CredentialId = session.Id, Detail = way });
                platform.Roster.OnCommitted(transaction, roster => roster.WithoutTokens(ended).WithToken(session));
                return true;
            },
            cancellationToken));
        return isOpen ? (made.Text, session) : null;
    }

    /// <summary>
    /// Notes a failure. Only for accounts that exist: other names may be passwords typed into the wrong field, and anybody could fill the trail with them.
    /// </summary>
    internal static async Task NoteFailureAsync(HopsPlatform platform, string name, string what, CancellationToken cancellationToken) =>
        await platform.Store.WriteAsync(
            async transaction =>
            {
                await AuditLog.AppendAsync(transaction, Entry(name, "unauthenticated") with { Detail = what });
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
}
