using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Projects;
using Hops.Platform.Users;

namespace Hops.Platform.Members;

/// <summary>Adds a user to a project. The identity <c>project__user</c> exists from then on, everywhere.</summary>
public static class AddMember
{
    /// <summary>Adds it.</summary>
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
                _ = await transaction.GetAsync(Project.Table, Key.Of(id), LockMode.Keep)
                    ?? throw new PlatformException(ErrorCode.NotFound, "There is no such project.");
                var user = await transaction.LookupAsync(User.Table, User.ByName, Key.Of(userName), LockMode.Keep);
                if (user is null || user.IsDisabled)
                    throw HopsPlatform.NoUser(userName);
                var members = await transaction.ScanAsync(Member.Table, Key.Of(id), null, platform.Options.MembersMax);
                if (members.Count >= platform.Options.MembersMax)
                    throw new PlatformException(ErrorCode.LimitExceeded, "The project has as many members as it may have.")
                        .With("limit", platform.Options.MembersMax);
                var member = new Member(id, user.Id, role, transaction.Now);
                if (!await transaction.InsertAsync(Member.Table, member))
                    throw new PlatformException(ErrorCode.AlreadyExists, $"'{userName}' is a member already.");
                await HopsPlatform.AuditAsync(transaction, actor, id, "member.add", userName, $$"""{"role":"{{role}}"}""");
                platform.Roster.OnCommitted(transaction, roster => roster.WithMember(member));
                return member;
            },
            cancellationToken);
    }

    internal static void CheckRole(ProjectRole role)
    {
        if (role is not (ProjectRole.DataOwner or ProjectRole.DataScientist))
            throw new PlatformException(ErrorCode.InvalidArgument, "A member is a DATA_OWNER or a DATA_SCIENTIST.").With("field", "role");
    }
}
