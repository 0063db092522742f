using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Audit;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Passkeys;
using Hops.Platform.Registrations;
using Hops.Platform.SecondFactors;
using Hops.Platform.Sessions;
using Hops.Platform.Tokens;
using Hops.Platform.Users;

namespace Hops.Platform.Recoveries;

/// <summary>Sets the password of the user who has brought a link back. The link stands for the password alone: who has a second factor shows it.</summary>
public static class CompleteRecovery
{
    /// <summary>Sets it, and ends all sessions. The link is used up only if the password is set.</summary>
    /// <exception cref="PlatformException">
    /// <c>InvalidArgument</c>: link or password; <c>SecondFactorRequired</c>; <c>Unauthenticated</c>: the code is wrong; <c>Throttled</c>.
    /// </exception>
    public static async Task RunAsync(HopsPlatform platform, RecoveryWish wish, SignInOrigin origin, CancellationToken cancellationToken)
    {
        var proof = await platform.Store.ReadAsync(async read => await MailProof.FindAsync(read, ProofPurpose.Recovery, wish.Token), cancellationToken);
        if (!platform.Roster.Now.Users.TryGetValue(proof.UserId, out var user) || user.IsDisabled)
            throw MailProof.Refused();
        PasswordRules.Check(user.Name, wish.Password);
        if (platform.Roster.Now.HasSecondFactor(user.Id))
        {
            platform.Throttle.Enter(origin.Source, user.Name);
            await SignIn.DemandCodeAsync(platform, new SignInTry(user.Name, "", origin, wish.Code), user, cancellationToken);
        }

        var password = await platform.Passwords.HashAsync(origin.Source, wish.Password, cancellationToken);
        await platform.Store.WriteAsync(transaction => SetAsync(platform, transaction, wish, password), cancellationToken);
        platform.PasswordChanged?.Invoke(user.Name);
        platform.Outbox.Post(AccountMails.PasswordChanged(proof.Email, user.Name));
    }

    private static async ValueTask<bool> SetAsync(HopsPlatform platform, WriteTransaction transaction, RecoveryWish wish, PasswordHash password)
    {
        var proof = await MailProof.TakeAsync(transaction, ProofPurpose.Recovery, wish.Token);
        var user = (await transaction.GetAsync(User.Table, Key.Of(proof.UserId), LockMode.Write))!;

        // It may have been given away or disabled while the hash was computed.
        if (user.IsDisabled || user.Email != proof.Email)
            throw new PlatformException(ErrorCode.Conflict, "The account has changed meanwhile: ask for another link.");
        var next = user with { Password = password, MustChangePassword = false, Revision = user.Revision + 1 };
        await transaction.UpdateAsync(User.Table, next);
        var ended = await RevokeToken.EndAllAsync(transaction, user.Id, token => token.Kind == TokenKind.Session || wish.EndsTokens);
        if (wish.EndsTokens)
            await Passkey.EraseAsync(transaction, user.Id);
        var entry = new AuditRecord { ProjectId = 0, Actor = user.Name, Action = "recovery.complete", Target = user.Name, Detail = wish.EndsTokens ? "with tokens and passkeys" : "" };
        await AuditLog.AppendAsync(transaction, entry);
        platform.Roster.OnCommitted(transaction, roster => roster.WithUser(next).WithoutTokens(ended));
        return true;
    }
}

/// <summary>A password that is to take the place of one that was forgotten.</summary>
/// <param name="Token">Text of the secret that was mailed.</param>
/// <param name="Password">The new password.</param>
/// <param name="Code">Code of the second factor, or a recovery code; empty if none was given.</param>
/// <param name="EndsTokens">True to end API tokens and remove passkeys besides sessions: for an account that somebody else was in.</param>
public sealed record RecoveryWish(string Token, string Password, string Code, bool EndsTokens);
