using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Platform.Members;

/// <summary>Gives a member another role. It holds at once, also for connections that are open.</summary>
public static class ChangeRole
{
    /// <summary>Changes it.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>, <c>AccessDenied</c>, <c>PreconditionFailed</c>, <c>Conflict</c>: the last Data Owner.</exception>
    public static async Task<Member> RunAsync(
        HopsPlatform platform, Principal actor, MemberName name, ProjectRole role, long? revisionExpected, CancellationToken cancellationToken)
    {
        var id = platform.FindProject(actor, name.Project).Row.Id;
        platform.Demand(actor, Operation.Alter, new Resource(ResourceKind.Member, id, name.User));
        AddMember.CheckRole(role);
        var changed = await platform.Store.WriteAsync(
            async transaction =>
            {
                var member = await RemoveMember.FindAsync(transaction, id, name.User, LockMode.Write);
                HopsPlatform.CheckRevision(revisionExpected, member.Revision);
                if (role != ProjectRole.DataOwner)
                    await RemoveMember.CheckNotLastOwnerAsync(transaction, member, platform.Options.MembersMax);
                var next = await SetAsync(platform, transaction, member, role);
                await HopsPlatform.AuditAsync(transaction, actor, id, "member.role", name.User, $$"""{"role":"{{role}}"}""");
                return next;
            },
            cancellationToken);
        await platform.ProvisionedAsync();
        return changed;
    }

    /// <summary>Gives a member a role in a transaction that has decided on it.</summary>
    internal static async ValueTask<Member> SetAsync(HopsPlatform platform, WriteTransaction transaction, Member member, ProjectRole role)
    {
        var next = member with { Role = role, Revision = member.Revision + 1 };
        await transaction.UpdateAsync(Member.Table, next);
        platform.Roster.OnCommitted(transaction, roster => roster.WithMember(next));
        return next;
    }
}

/// <summary>A member by name.</summary>
/// <param name="Project">Name of the project.</param>
/// <param name="User">Name of the user.</param>
public readonly record struct MemberName(string Project, string User);
