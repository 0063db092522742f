using System.Text.Json;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Projects;
using Hops.Platform.Tours;
using Hops.Platform.Users;

namespace Hops.Platform.Members;

/// <summary>
/// A Data Owner hands the project over to another member, in one transaction: the successor is a Data Owner, who has handed it over is a Data Scientist or
/// has left. If that was who the project counts for, it counts for the successor from then on (ADR 0104).
/// </summary>
public static class TransferOwnership
{
    /// <summary>Hands it over.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="actor">A Data Owner of the project.</param>
    /// <param name="successor">Project, and the member who is its owner next.</param>
    /// <param name="isLeaving">True if the actor leaves the project with that.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="PlatformException">
    /// <c>NotFound</c>: the successor is no member; <c>AccessDenied</c>; <c>Conflict</c>: its account is disabled, or the project is a demo project; <c>InvalidArgument</c>: it is the actor;
    /// <c>LimitExceeded</c>: the successor has as many projects as a user may have made.
    /// </exception>
    public static async Task<Member> RunAsync(
        HopsPlatform platform, Principal actor, MemberName successor, bool isLeaving, CancellationToken cancellationToken)
    {
        var id = platform.FindProject(actor, successor.Project).Row.Id;
        platform.Demand(actor, Operation.Alter, new Resource(ResourceKind.Member, id, successor.User));
        if (string.Equals(successor.User, actor.UserName, StringComparison.Ordinal))
            throw new PlatformException(ErrorCode.InvalidArgument, "You are an owner already: name another member.").With("field", "to");
        var next = await platform.Store.WriteAsync(
            async transaction =>
            {
                var own = await RemoveMember.FindAsync(transaction, id, actor.UserName, isLeaving ? LockMode.Destroy : LockMode.Write);
                var member = await RemoveMember.FindAsync(transaction, id, successor.User, LockMode.Write);
                var user = await transaction.GetAsync(User.Table, Key.Of(member.UserId), LockMode.Keep);
                if (user is null || user.IsDisabled)
                    throw new PlatformException(ErrorCode.Conflict, $"The account of '{successor.User}' is disabled: choose another successor.");
                var owner = member.Role == ProjectRole.DataOwner ? member : await ChangeRole.SetAsync(platform, transaction, member, ProjectRole.DataOwner);
                var isCounted = await MoveCountAsync(platform, transaction, id, (own.UserId, owner.UserId));
                var detail = JsonSerializer.Serialize(new { left = isLeaving, counted = isCounted });
                await HopsPlatform.AuditAsync(transaction, actor, id, "member.transfer", successor.User, detail);
                if (isLeaving)
                    await RemoveMember.LeaveAsync(platform, transaction, actor, own, actor.UserName);
                else
                    await ChangeRole.SetAsync(platform, transaction, own, ProjectRole.DataScientist);
                return owner;
            },
            cancellationToken);
        await platform.SettledAsync();
        return next;
    }

    /// <summary>A user who has handed a project over can make another one.</summary>
    private static async ValueTask<bool> MoveCountAsync(HopsPlatform platform, WriteTransaction transaction, long projectId, (long From, long To) users)
    {
        var project = await Project.FindAsync(transaction, projectId, LockMode.Write);
        if (project.CreatorId != users.From)
            return false;
        if (await transaction.GetAsync(DemoProject.Table, Key.Of(projectId)) is not null)
            throw new PlatformException(ErrorCode.Conflict, $"'{project.Name}' is a demo project, which ends by itself: keep it as an ordinary one first (hops project keep).");
        var limit = platform.Options.ProjectsPerUserMax;
        var made = await transaction.ScanAsync(ProjectOfCreator.Table, Key.Of(users.To), null, limit + 1);
        if (made.Count >= limit)
        {
            throw new PlatformException(ErrorCode.LimitExceeded, $"The successor has {made.Count} projects, as many as a user may have: it has to delete one first.")
                .With("limit", limit).With("used", made.Count);
        }

        await transaction.DeleteAsync(ProjectOfCreator.Table, Key.Of(users.From, projectId));
        await transaction.InsertAsync(ProjectOfCreator.Table, new ProjectOfCreator(users.To, projectId));
        var next = project with { CreatorId = users.To, Revision = project.Revision + 1 };
        await transaction.UpdateAsync(Project.Table, next);
        platform.Roster.OnCommitted(transaction, roster => roster.WithProject(next));
        return true;
    }
}
