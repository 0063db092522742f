using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Tokens;

namespace Hops.Platform.Users;

/// <summary>An administrator disables or enables a user. A disabled one loses its sessions and is refused everywhere at once.</summary>
public static class AlterUser
{
    /// <summary>Sets the state.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>, <c>PreconditionFailed</c>, <c>Conflict</c>: an administrator disables itself.</exception>
    public static async Task<User> RunAsync(
        HopsPlatform platform, Principal actor, string name, bool isDisabled, long? revisionExpected, CancellationToken cancellationToken)
    {
        platform.Demand(actor, Operation.Alter, new Resource(ResourceKind.Platform, 0, name));
        if (isDisabled && string.Equals(name, actor.UserName, StringComparison.Ordinal))
            throw new PlatformException(ErrorCode.Conflict, "An administrator cannot disable itself.");
        return await platform.Store.WriteAsync(
            async transaction =>
            {
                var user = await transaction.LookupAsync(User.Table, User.ByName, Key.Of(name), LockMode.Write)
                    ?? throw HopsPlatform.NoUser(name);
                if (user.IsDeleted)
                    throw HopsPlatform.NoUser(name);
                if (user.IsPending && !isDisabled)
                    throw new PlatformException(ErrorCode.Conflict, $"'{name}' waits for approval: approve or reject it.");
                HopsPlatform.CheckRevision(revisionExpected, user.Revision);
                var next = user with { IsDisabled = isDisabled, Revision = user.Revision + 1 };
                await transaction.UpdateAsync(User.Table, next);
                IReadOnlyList<string> ended = isDisabled
                    ? await RevokeToken.EndAllAsync(transaction, user.Id, token => token.Kind == TokenKind.Session)
                    : [];
                await HopsPlatform.AuditAsync(transaction, actor, 0, isDisabled ? "user.disable" : "user.enable", name);
                platform.Roster.OnCommitted(transaction, roster => roster.WithUser(next).WithoutTokens(ended));
                return next;
            },
            cancellationToken);
    }
}
