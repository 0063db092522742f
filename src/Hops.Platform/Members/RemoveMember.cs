using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Credentials;
using Hops.Platform.Queries;
using Hops.Platform.Tokens;
using Hops.Platform.Tours;
using Hops.Platform.Users;

namespace Hops.Platform.Members;

/// <summary>
/// Removes a member, or lets one leave. Its credential and tokens of that project go in the same transaction, its queries are told to
/// stop, and open connections lose their rights at once. What it has written stays, with the project.
/// </summary>
public static class RemoveMember
{
    /// <summary>Removes it.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>, <c>AccessDenied</c>, <c>PreconditionFailed</c>, <c>Conflict</c>: the last Data Owner.</exception>
    public static async Task RunAsync(
        HopsPlatform platform, Principal actor, MemberName name, long? revisionExpected, CancellationToken cancellationToken)
    {
        var id = platform.FindProject(actor, name.Project).Row.Id;
        platform.Demand(actor, Operation.Delete, new Resource(ResourceKind.Member, id, name.User));
        await platform.Store.WriteAsync(
            async transaction =>
            {
                var member = await FindAsync(transaction, id, name.User, LockMode.Destroy);
                HopsPlatform.CheckRevision(revisionExpected, member.Revision);
                await CheckNotLastOwnerAsync(transaction, member, platform.Options.MembersMax);
                await LeaveAsync(platform, transaction, actor, member, name.User);
                return true;
            },
            cancellationToken);
        await platform.SettledAsync();
    }

    /// <summary>Ends a membership in a transaction, with the tokens of the project.</summary>
    internal static async ValueTask LeaveAsync(HopsPlatform platform, WriteTransaction transaction, Principal actor, Member member, string userName)
    {
        await RevokeToken.EndAllAsync(transaction, member.UserId, token => token.ProjectId == member.ProjectId);
        await EndAsync(platform, transaction, actor, member, userName);
    }

    /// <summary>Ends a membership in a transaction: its rows, its queries, and what other modules have of it.</summary>
    internal static async Task EndAsync(HopsPlatform platform, WriteTransaction transaction, Principal actor, Member member, string userName)
    {
        var (id, userId) = (member.ProjectId, member.UserId);
        await transaction.DeleteAsync(Member.Table, Key.Of(id, userId));
        await transaction.DeleteAsync(Credential.Table, Key.Of(id, userId));
        await TourProgress.ForgetInAsync(transaction, userId, id);
        await SetQueryState.StopAllOfAsync(transaction, id, userId, platform.Options.QueriesMax);
        await HopsPlatform.AuditAsync(transaction, actor, id, "member.remove", userName);
        platform.Roster.OnCommitted(transaction, roster => roster.WithoutMember(id, userId));
        foreach (var resource in platform.Resources)
            resource.MemberRemovedIn(transaction, id, userId);
    }

    internal static async Task<Member> FindAsync(WriteTransaction transaction, long projectId, string userName, LockMode lockMode)
    {
        var user = await transaction.LookupAsync(User.Table, User.ByName, Key.Of(userName));
        var member = user is null ? null : await transaction.GetAsync(Member.Table, Key.Of(projectId, user.Id), lockMode);
        return member ?? throw new PlatformException(ErrorCode.NotFound, $"'{userName}' is not a member of the project.");
    }

    internal static async Task CheckNotLastOwnerAsync(WriteTransaction transaction, Member member, int membersMax)
    {
        if (member.Role != ProjectRole.DataOwner)
            return;
        var members = await transaction.ScanAsync(Member.Table, Key.Of(member.ProjectId), null, membersMax);
        if (!members.Any(other => other.Role == ProjectRole.DataOwner && other.UserId != member.UserId))
            throw new PlatformException(
                ErrorCode.Conflict, "This is the last Data Owner of the project: choose a successor first (hand the project over, or make another member a Data Owner), or delete the project.");
    }
}
