using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Identities;
using Hops.Platform.Inbox;
using Hops.Platform.JoinRequests;
using Hops.Platform.Members;
using Hops.Platform.Passkeys;
using Hops.Platform.SecondFactors;
using Hops.Platform.ShareRequests;
using Hops.Platform.Tokens;
using Hops.Platform.Tours;

namespace Hops.Platform.Users;

/// <summary>
/// An administrator deletes a user: its memberships, credentials, tokens and password go, its queries stop. What it has written stays with
/// the projects, under its name, and so the name is never given to anybody else.
/// </summary>
public static class DeleteUser
{
    /// <summary>
    /// Deletes it. It is disabled first, so that nobody makes it a member of anything meanwhile, and enabled again if it turns out to be the last
    /// Data Owner of a project; its sessions have ended then.
    /// </summary>
    /// <exception cref="PlatformException">
    /// <c>NotFound</c>, <c>PreconditionFailed</c>, <c>Conflict</c>: an administrator deletes itself, or the last Data Owner of a project.
    /// </exception>
    public static async Task RunAsync(
        HopsPlatform platform, Principal actor, string name, long? revisionExpected, CancellationToken cancellationToken)
    {
        platform.Demand(actor, Operation.Delete, new Resource(ResourceKind.Platform, 0, name));
        if (string.Equals(name, actor.UserName, StringComparison.Ordinal))
            throw new PlatformException(ErrorCode.Conflict, "An administrator cannot delete itself.");
        CheckOwnsNothingAlone(platform, name);
        var wasDisabled = platform.Roster.Now.FindUser(name)!.IsDisabled;
        var user = await AlterUser.RunAsync(platform, actor, name, isDisabled: true, revisionExpected, cancellationToken);
        var projects = platform.Roster.Now.Projects.Values
            .Where(project => project.Members.ContainsKey(user.Id)).Select(project => project.Row.Id).ToList();
        try
        {
            await platform.Store.WriteAsync(transaction => EraseAsync(platform, actor, user, projects, transaction), cancellationToken);
        }
        catch (PlatformException refusal) when (refusal.Code == ErrorCode.Conflict && !wasDisabled)
        {
            await AlterUser.RunAsync(platform, actor, name, isDisabled: false, user.Revision, CancellationToken.None);
            throw;
        }

        await platform.SettledAsync();
    }

    private static void CheckOwnsNothingAlone(HopsPlatform platform, string name)
    {
        var roster = platform.Roster.Now;
        var id = roster.FindUser(name)?.Id ?? throw HopsPlatform.NoUser(name);
        var alone = roster.Projects.Values
            .Where(project => project.Members.GetValueOrDefault(id)?.Role == ProjectRole.DataOwner)
            .Where(project => project.Members.Values.Count(member => member.Role == ProjectRole.DataOwner) == 1)
            .Select(project => project.Row.Name).Order(StringComparer.Ordinal).ToList();
        if (alone.Count > 0)
        {
            throw new PlatformException(
                ErrorCode.Conflict,
                $"'{name}' is the last Data Owner of {string.Join(", ", alone)}: make another member one first, or delete the project.");
        }
    }

    private static async ValueTask<bool> EraseAsync(
        HopsPlatform platform, Principal actor, User user, List<long> projects, WriteTransaction transaction)
    {
        foreach (var id in projects)
        {
            var member = await transaction.GetAsync(Member.Table, Key.Of(id, user.Id), LockMode.Destroy);
            if (member is null)
                continue;
            await RemoveMember.CheckNotLastOwnerAsync(transaction, member, platform.Options.MembersMax);
            await RemoveMember.EndAsync(platform, transaction, actor, member, user.Name);
        }

        var ended = await RevokeToken.EndAllAsync(transaction, user.Id, _ => true);
        await JoinRequestRows.RemoveOfAsync(transaction, user.Id);
        await ShareRequestRows.RemoveOfUserAsync(transaction, user.Id);
        await transaction.DeleteAsync(InboxSeen.Table, Key.Of(user.Id));
        await TourProgress.EraseAsync(transaction, user.Id);
        await RemoveSecondFactor.EraseAsync(platform, transaction, user.Id);
        await Passkey.EraseAsync(transaction, user.Id);
        await IdentityRows.EraseAsync(transaction, user.Id);
        var erased = user with { IsDeleted = true, Email = null, Password = PasswordHash.None, Revision = user.Revision + 1 };
        await transaction.UpdateAsync(User.Table, erased);
        await HopsPlatform.AuditAsync(transaction, actor, 0, "user.delete", user.Name);
        platform.Roster.OnCommitted(transaction, roster => roster.WithUser(erased).WithoutTokens(ended));
        return true;
    }
}
