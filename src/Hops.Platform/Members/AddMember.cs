using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.JoinRequests;
using Hops.Platform.Projects;
using Hops.Platform.Users;

namespace Hops.Platform.Members;

/// <summary>Adds users to a project. The identity <c>project__user</c> exists from then on, everywhere.</summary>
public static class AddMember
{
    /// <summary>Most users of one addition: they are one transaction.</summary>
    public const int AtOnceMax = 50;

    /// <summary>Adds one.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>: project or user; <c>AlreadyExists</c>; <c>LimitExceeded</c>; <c>AccessDenied</c>.</exception>
    public static async Task<Member> RunAsync(
        HopsPlatform platform, Principal actor, string projectName, string userName, ProjectRole role, CancellationToken cancellationToken)
    {
        var id = platform.FindProject(actor, projectName).Row.Id;
        platform.Demand(actor, Operation.Create, new Resource(ResourceKind.Member, id, userName));
        CheckRole(role);
        return await platform.Store.WriteAsync(
            async transaction =>
            {
                await Project.FindAsync(transaction, id, LockMode.Keep);
                return (await InsertAsync(platform, transaction, actor, id, new MemberWish(userName, role))).Demand();
            },
            cancellationToken);
    }

    /// <summary>Adds many in one transaction: who cannot be added is told with the reason, the others are members.</summary>
    /// <returns>One answer for each wish, in their order.</returns>
    /// <exception cref="PlatformException"><c>NotFound</c>: the project; <c>AccessDenied</c>; <c>InvalidArgument</c>: nobody, or more than <see cref="AtOnceMax"/>.</exception>
    public static async Task<IReadOnlyList<MemberAddition>> RunManyAsync(
        HopsPlatform platform, Principal actor, string projectName, IReadOnlyList<MemberWish> wishes, CancellationToken cancellationToken)
    {
        var id = platform.FindProject(actor, projectName).Row.Id;
        platform.Demand(actor, Operation.Create, new Resource(ResourceKind.Member, id, projectName));
        if (wishes.Count == 0)
            throw new PlatformException(ErrorCode.InvalidArgument, "Name at least one user.").With("field", "members");
        CheckWishes(wishes);
        return await platform.Store.WriteAsync(
            async transaction =>
            {
                await Project.FindAsync(transaction, id, LockMode.Keep);
                var additions = new List<MemberAddition>(wishes.Count);
                foreach (var wish in wishes)
                    additions.Add(await InsertAsync(platform, transaction, actor, id, wish));
                return (IReadOnlyList<MemberAddition>)additions;
            },
            cancellationToken);
    }

    /// <summary>Inserts a member into a project that the transaction has looked at.</summary>
    internal static async ValueTask<MemberAddition> InsertAsync(
        HopsPlatform platform, WriteTransaction transaction, Principal actor, long projectId, MemberWish wish)
    {
        var user = await transaction.LookupAsync(User.Table, User.ByName, Key.Of(wish.User), LockMode.Keep);
        if (user is null || user.IsDisabled)
            return new MemberAddition(wish.User, null, ErrorCode.NotFound, HopsPlatform.NoUser(wish.User).Message);
        var most = platform.Options.MembersMax;
        var members = await transaction.ScanAsync(Member.Table, Key.Of(projectId), null, most);
        if (members.Any(known => known.UserId == user.Id))
            return new MemberAddition(wish.User, null, ErrorCode.AlreadyExists, $"'{wish.User}' is a member already.");
        if (members.Count >= most)
            return new MemberAddition(wish.User, null, ErrorCode.LimitExceeded, $"The project has {most} members, as many as it may have.");
        var member = new Member(projectId, user.Id, wish.Role, transaction.Now);
        await transaction.InsertAsync(Member.Table, member);
        await JoinRequestRows.RemoveAsync(transaction, projectId, user.Id);
        await HopsPlatform.AuditAsync(transaction, actor, projectId, "member.add", wish.User, $$"""{"role":"{{wish.Role}}"}""");
        platform.Roster.OnCommitted(transaction, roster => roster.WithMember(member));
        return new MemberAddition(wish.User, member);
    }

    internal static void CheckWishes(IReadOnlyList<MemberWish> wishes)
    {
        if (wishes.Count > AtOnceMax)
            throw new PlatformException(ErrorCode.InvalidArgument, $"At most {AtOnceMax} users are added at once.").With("field", "members").With("limit", AtOnceMax);
        foreach (var wish in wishes)
            CheckRole(wish.Role);
    }

    internal static void CheckRole(ProjectRole role)
    {
        if (role is not (ProjectRole.DataOwner or ProjectRole.DataScientist))
            throw new PlatformException(ErrorCode.InvalidArgument, "A member is a DATA_OWNER or a DATA_SCIENTIST.").With("field", "role");
    }
}
