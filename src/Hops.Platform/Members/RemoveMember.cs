using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Credentials;
using Hops.Platform.Queries;
using Hops.Platform.Tokens;
using Hops.Platform.Users;

namespace Hops.Platform.Members;

/// <summary>
/// Removes a member, or lets one leave. Its credential and tokens of that project go in the same transaction, its queries are told to
/// stop, and open connections lose their rights at once. What it has written stays, with the project.
/// </summary>
public static class RemoveMember
{
    /// <summary>Removes it.</summary>
    /// <returns>Ids of the queries that must stop now, for their supervisor.</returns>
    /// <exception cref="PlatformException"><c>NotFound</c>, <c>AccessDenied</c>, <c>PreconditionFailed</c>, <c>Conflict</c>: the last Data Owner.</exception>
    public static async Task<IReadOnlyList<long>> RunAsync(
        HopsPlatform platform, Principal actor, MemberName name, long? revisionExpected, CancellationToken cancellationToken)
    {
        var id = platform.FindProject(actor, name.Project).Row.Id;
        platform.Demand(actor, Operation.Delete, new Resource(ResourceKind.Member, id, name.User));
        return await platform.Store.WriteAsync(
            async transaction =>
            {
                var member = await FindAsync(transaction, id, name.User, LockMode.Destroy);
                HopsPlatform.CheckRevision(revisionExpected, member.Revision);
                await CheckNotLastOwnerAsync(transaction, member, platform.Options.MembersMax);
                await transaction.DeleteAsync(Member.Table, Key.Of(id, member.UserId));
                await transaction.DeleteAsync(Credential.Table, Key.Of(id, member.UserId));
                await RevokeToken.EndAllAsync(transaction, member.UserId, token => token.ProjectId == id);
                var stopped = await SetQueryState.StopAllOfAsync(transaction, id, member.UserId, platform.Options.QueriesMax);
                await HopsPlatform.AuditAsync(transaction, actor, id, "member.remove", name.User);
                platform.Roster.OnCommitted(transaction, roster => roster.WithoutMember(id, member.UserId));
                return stopped;
            },
            cancellationToken);
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
                ErrorCode.Conflict, "This is the last Data Owner of the project: make another member one first, or delete the project.");
    }
}
