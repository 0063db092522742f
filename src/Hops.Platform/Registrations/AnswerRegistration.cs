using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Identities;
using Hops.Platform.Mail;
using Hops.Platform.Users;

namespace Hops.Platform.Registrations;

/// <summary>An administrator lets a user in who has registered, or does not.</summary>
public static class AnswerRegistration
{
    /// <summary>Lets it in.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>; <c>Conflict</c>: it does not wait.</exception>
    public static async Task<User> ApproveAsync(HopsPlatform platform, Principal actor, string name, CancellationToken cancellationToken)
    {
        platform.Demand(actor, Operation.Alter, new Resource(ResourceKind.Platform, 0, name));
        var approved = await platform.Store.WriteAsync(
            async transaction =>
            {
                var user = await PendingAsync(transaction, name);
                var next = user with { IsPending = false, IsDisabled = false, Revision = user.Revision + 1 };
                await transaction.UpdateAsync(User.Table, next);
                await HopsPlatform.AuditAsync(transaction, actor, 0, "user.approve", name);
                platform.Roster.OnCommitted(transaction, roster => roster.WithUser(next));
                return next;
            },
            cancellationToken);
        Tell(platform, approved, email => AccountMails.Approved(platform, email, name));
        return approved;
    }

    /// <summary>Deletes what it has entered. It never acted, so its name is free again.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>; <c>Conflict</c>: it does not wait.</exception>
    public static async Task RejectAsync(HopsPlatform platform, Principal actor, string name, CancellationToken cancellationToken)
    {
        platform.Demand(actor, Operation.Alter, new Resource(ResourceKind.Platform, 0, name));
        var rejected = await platform.Store.WriteAsync(
            async transaction =>
            {
                var user = await PendingAsync(transaction, name);
                await transaction.DeleteAsync(User.Table, Key.Of(user.Id));
                await IdentityRows.EraseAsync(transaction, user.Id);
                await HopsPlatform.AuditAsync(transaction, actor, 0, "user.reject", name);
                platform.Roster.OnCommitted(transaction, roster => roster.WithoutUser(user));
                return user;
            },
            cancellationToken);
        Tell(platform, rejected, AccountMails.Rejected);
    }

    private static async Task<User> PendingAsync(WriteTransaction transaction, string name)
    {
        var user = await transaction.LookupAsync(User.Table, User.ByName, Key.Of(name), LockMode.Destroy) ?? throw HopsPlatform.NoUser(name);
        if (user.IsDeleted)
            throw HopsPlatform.NoUser(name);
        return user.IsPending ? user : throw new PlatformException(ErrorCode.Conflict, $"'{name}' does not wait for approval.");
    }

    private static void Tell(HopsPlatform platform, User user, Func<string, OutgoingMail> compose)
    {
        if (user.Email is { } email)
            platform.Outbox.Post(compose(email));
    }
}
