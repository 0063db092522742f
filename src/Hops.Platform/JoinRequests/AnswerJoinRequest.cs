using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Members;
using Hops.Platform.Shares;

namespace Hops.Platform.JoinRequests;

/// <summary>An owner lets somebody in who has asked, or does not.</summary>
public static class AnswerJoinRequest
{
    /// <summary>Lets the user in, with a role.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>: nobody of that name asks; <c>AccessDenied</c>; <c>AlreadyExists</c>; <c>LimitExceeded</c>.</exception>
    public static async Task<Member> AcceptAsync(
        HopsPlatform platform, Principal actor, MemberName name, ProjectRole role, CancellationToken cancellationToken)
    {
        AddMember.CheckRole(role);
        var (id, userId) = Demand(platform, actor, name);
        return await platform.Store.WriteAsync(
            async transaction =>
            {
                await FindAsync(transaction, id, userId, name.User);
                return (await AddMember.InsertAsync(platform, transaction, actor, id, new MemberWish(name.User, role))).Demand();
            },
            cancellationToken);
    }

    /// <summary>Rejects it; the user sees that, and why.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>: nobody of that name asks; <c>AccessDenied</c>; <c>InvalidArgument</c>: the reason.</exception>
    public static async Task<JoinRequest> RejectAsync(
        HopsPlatform platform, Principal actor, MemberName name, string reason, CancellationToken cancellationToken)
    {
        var (id, userId) = Demand(platform, actor, name);
        ShareText.Check("reason", reason);
        return await platform.Store.WriteAsync(
            async transaction =>
            {
                var request = await FindAsync(transaction, id, userId, name.User);
                var rejected = request with { IsRejected = true, Reason = reason, Changed = transaction.Now };
                await JoinRequestRows.PutAsync(transaction, rejected);
                await HopsPlatform.AuditAsync(transaction, actor, id, "join.reject", name.User);
                return rejected;
            },
            cancellationToken);
    }

    private static (long ProjectId, long UserId) Demand(HopsPlatform platform, Principal actor, MemberName name)
    {
        var id = platform.FindProject(actor, name.Project).Row.Id;
        platform.Demand(actor, Operation.Alter, new Resource(ResourceKind.JoinRequest, id, name.User));
        return (id, platform.Roster.Now.FindUser(name.User)?.Id ?? throw Nobody(name.User));
    }

    private static async ValueTask<JoinRequest> FindAsync(WriteTransaction transaction, long projectId, long userId, string user)
    {
        var request = await transaction.GetAsync(JoinRequest.Table, Key.Of(projectId, userId), LockMode.Write);
        return request?.IsOpenAt(transaction.Now) == true ? request : throw Nobody(user);
    }

    private static PlatformException Nobody(string user) => new(ErrorCode.NotFound, $"'{user}' does not ask to join the project.");
}
