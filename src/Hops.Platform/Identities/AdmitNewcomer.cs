using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Persons;
using Hops.Platform.Users;

namespace Hops.Platform.Identities;

/// <summary>Makes the account of somebody for whom an issuer vouches and whom nobody here knows, if the issuer's rule lets newcomers in.</summary>
internal static class AdmitNewcomer
{
    /// <summary>Makes it, without a password and without an address of mail. It is never one that is there already.</summary>
    /// <returns>The user; it waits for an administrator if the rule says so.</returns>
    /// <exception cref="PlatformException"><c>AccessDenied</c>: the rule is closed; <c>LimitExceeded</c>.</exception>
    internal static async Task<User> RunAsync(HopsPlatform platform, Issuer issuer, VouchedIdentity vouched, CancellationToken cancellationToken)
    {
        if (issuer.Newcomers == RegistrationRule.Closed)
        {
            platform.Journal.Note(FirstRun.Itself, "session.create", new Resource(ResourceKind.Credential, 0, $"somebody of {issuer.Name}"), ErrorCode.AccessDenied);
            throw new PlatformException(
                ErrorCode.AccessDenied, $"No account here is linked with this identity. Who has one signs in another way and links {issuer.DisplayName} on the page of the account; who has none asks an administrator.");
        }

        CreateUser.DemandRoom(platform);
        return await platform.Store.WriteAsync(transaction => InsertAsync(platform, transaction, issuer, vouched), cancellationToken);
    }

    private static async ValueTask<User> InsertAsync(HopsPlatform platform, WriteTransaction transaction, Issuer issuer, VouchedIdentity vouched)
    {
        var isPending = issuer.Newcomers == RegistrationRule.Approval;
        if (isPending && platform.Roster.Now.Users.Values.Count(one => one.IsPending) >= platform.Accounts.PendingMax)
            throw new PlatformException(ErrorCode.LimitExceeded, "As many accounts wait for an administrator as may: try again later.").With("limit", platform.Accounts.PendingMax);
        foreach (var name in NameProposal.Of(vouched.UserName))
        {
            if (platform.Roster.Now.FindUserOrDeleted(name) is not null || await transaction.GetAsync(ErasedName.Table, Key.Of(ErasedName.Of(name).Sha256)) is not null)
                continue;
            var user = new User { Id = OpaqueId.Next(), Name = name, Password = PasswordHash.None, Created = transaction.Now, IsPending = isPending };
            if (!await transaction.InsertAsync(User.Table, user))
                break;
            await IdentityRows.InsertAsync(transaction, user.Id, vouched);
            await HopsPlatform.AuditAsync(transaction, FirstRun.Itself, 0, "user.admit", name, $"by {issuer.Name}{(isPending ? ", waits for approval" : "")}");
            platform.Roster.OnCommitted(transaction, roster => roster.WithUser(user));
            return user;
        }

        throw new PlatformException(ErrorCode.Conflict, "No name for the account was free at this moment: begin again.");
    }
}
