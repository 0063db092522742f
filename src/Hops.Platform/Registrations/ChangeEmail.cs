using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.SecondFactors;
using Hops.Platform.Users;

namespace Hops.Platform.Registrations;

/// <summary>Gives the caller's account an address of mail, once whoever reads mail there has confirmed it.</summary>
public static class ChangeEmail
{
    /// <summary>Sends the link to the new address.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>: no address; <c>AccessDenied</c>: the password is wrong; <c>Throttled</c>.</exception>
    public static async Task BeginAsync(HopsPlatform platform, Principal actor, string email, string password, CancellationToken cancellationToken)
    {
        platform.Demand(actor, Operation.Alter, new Resource(ResourceKind.Credential, 0, actor.UserName));
        var address = MailAddress.Read(email);
        await OwnProof.DemandPasswordAsync(platform, actor, password, cancellationToken);
        platform.MailThrottle.Enter(actor.UserName);
        var isTaken = platform.Roster.Now.FindUserByEmail(address) is { } holder && holder.Id != actor.UserId;
        var wish = new ProofWish(ProofPurpose.Address, address, isTaken ? 0 : actor.UserId, platform.Accounts.ConfirmationLifetime, "user.email-begin");
        await SendProof.RunAsync(
            platform,
            actor,
            wish,
            token => isTaken ? AccountMails.AddressTaken(address) : AccountMails.Address(platform, address, actor.UserName, token),
            cancellationToken);
    }

    /// <summary>Takes the link back.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>: the link; <c>Conflict</c>: another account has the address meanwhile.</exception>
    public static async Task ConfirmAsync(HopsPlatform platform, string token, CancellationToken cancellationToken)
    {
        var (before, after) = await platform.Store.WriteAsync(
            async transaction =>
            {
                var proof = await MailProof.TakeAsync(transaction, ProofPurpose.Address, token);
                var user = await transaction.GetAsync(User.Table, Key.Of(proof.UserId), LockMode.Write);
                var holder = platform.Roster.Now.FindUserByEmail(proof.Email);
                if (user is null or { IsDisabled: true } || (holder is not null && holder.Id != user.Id))
                    throw new PlatformException(ErrorCode.Conflict, "The account cannot have this address: it is gone, or another has it.");
                var next = user with { Email = proof.Email, Revision = user.Revision + 1 };
                await transaction.UpdateAsync(User.Table, next);
                await HopsPlatform.AuditAsync(transaction, FirstRun.Itself, 0, "user.email", user.Name);
                platform.Roster.OnCommitted(transaction, roster => roster.WithUser(next));
                return (user, next);
            },
            cancellationToken);
        if (before.Email is { } old && old != after.Email)
            platform.Outbox.Post(AccountMails.AddressChanged(old, after.Name));
    }
}
