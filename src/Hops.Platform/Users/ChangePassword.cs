using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.SecondFactors;
using Hops.Platform.Tokens;

namespace Hops.Platform.Users;

/// <summary>Changes the caller's own password and ends all of its other sessions.</summary>
public static class ChangePassword
{
    /// <summary>Changes it.</summary>
    /// <exception cref="PlatformException">
    /// <c>InvalidArgument</c>: the new one is weak or the old one; <c>AccessDenied</c>: the present one is wrong; <c>Throttled</c>.
    /// </exception>
    public static async Task RunAsync(
        HopsPlatform platform, Principal actor, string passwordNow, string passwordNext, CancellationToken cancellationToken)
    {
        platform.Demand(actor, Operation.Alter, new Resource(ResourceKind.Credential, 0, actor.UserName));
        PasswordRules.Check(actor.UserName, passwordNext);
        if (string.Equals(passwordNow, passwordNext, StringComparison.Ordinal))
            throw new PlatformException(ErrorCode.InvalidArgument, "The new password is the old one: choose another.").With("field", "password");
        var queue = await OwnProof.DemandPasswordAsync(platform, actor, passwordNow, cancellationToken);
        var password = await platform.Passwords.HashAsync(queue, passwordNext, cancellationToken);
        await platform.Store.WriteAsync(
            async transaction =>
            {
                var user = (await transaction.GetAsync(User.Table, Key.Of(actor.UserId), LockMode.Write))!;
                var next = user with { Password = password, MustChangePassword = false, Revision = user.Revision + 1 };
                await transaction.UpdateAsync(User.Table, next);
                var ended = await RevokeToken.EndAllAsync(
                    transaction, actor.UserId, token => token.Kind == TokenKind.Session && token.Id != actor.CredentialId);
                await HopsPlatform.AuditAsync(transaction, actor, 0, "user.password", user.Name);
                platform.Roster.OnCommitted(transaction, roster => roster.WithUser(next).WithoutTokens(ended));
                return true;
            },
            cancellationToken);
        platform.PasswordChanged?.Invoke(actor.UserName);
    }
}
