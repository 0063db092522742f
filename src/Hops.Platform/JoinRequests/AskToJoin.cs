using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Projects;
using Hops.Platform.Shares;

namespace Hops.Platform.JoinRequests;

/// <summary>A user asks the owners of a listed project to be a member, or takes that back.</summary>
public static class AskToJoin
{
    /// <summary>Asks.</summary>
    /// <exception cref="PlatformException">
    /// <c>NotFound</c>: there is no such project, or it is not listed; <c>AlreadyExists</c>: it is asked, or the caller is a member; <c>ProjectArchived</c>;
    /// <c>InvalidArgument</c>: the note; <c>LimitExceeded</c>.
    /// </exception>
    public static async Task<JoinRequest> RunAsync(
        HopsPlatform platform, Principal actor, string projectName, string note, CancellationToken cancellationToken)
    {
        platform.Demand(actor, Operation.Create, new Resource(ResourceKind.JoinRequest, 0, projectName));
        ShareText.Check("note", note);
        var roster = platform.Roster.Now;
        var project = roster.FindProject(projectName);
        if (project is null || !roster.Listed.Contains(project.Row.Id))
            throw Missing(projectName);
        return await platform.Store.WriteAsync(
            async transaction =>
            {
                await CheckAsync(platform, transaction, project.Row, actor.UserId);
                var request = new JoinRequest(project.Row.Id, actor.UserId, note, false, "", transaction.Now, transaction.Now);
                await JoinRequestRows.PutAsync(transaction, request);
                await HopsPlatform.AuditAsync(transaction, actor, project.Row.Id, "join.ask", actor.UserName);
                return request;
            },
            cancellationToken);
    }

    /// <summary>Takes it back.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>: the caller has not asked.</exception>
    public static async Task WithdrawAsync(HopsPlatform platform, Principal actor, string projectName, CancellationToken cancellationToken)
    {
        platform.Demand(actor, Operation.Delete, new Resource(ResourceKind.JoinRequest, 0, projectName));
        var id = platform.Roster.Now.FindProject(projectName)?.Row.Id ?? throw NotAsked(projectName);
        await platform.Store.WriteAsync(
            async transaction =>
            {
                if (!await JoinRequestRows.RemoveAsync(transaction, id, actor.UserId))
                    throw NotAsked(projectName);
                await HopsPlatform.AuditAsync(transaction, actor, id, "join.withdraw", actor.UserName);
                return true;
            },
            cancellationToken);
    }

    private static async ValueTask CheckAsync(HopsPlatform platform, WriteTransaction transaction, Project project, long userId)
    {
        if (await transaction.GetAsync(ListedProject.Table, Key.Of(project.Id), LockMode.Keep) is null)
            throw Missing(project.Name);
        if (platform.Roster.Now.Archived.ContainsKey(project.Id))
            throw new PlatformException(ErrorCode.ProjectArchived, $"The project '{project.Name}' is archived: nobody joins it.");
        if (await transaction.GetAsync(Members.Member.Table, Key.Of(project.Id, userId), LockMode.Keep) is not null)
            throw new PlatformException(ErrorCode.AlreadyExists, $"You are a member of '{project.Name}'.");
        var now = transaction.Now;
        var own = await JoinRequestRows.OfUserAsync(transaction, userId);
        if (own.Any(request => request.ProjectId == project.Id && request.IsOpenAt(now)))
            throw new PlatformException(ErrorCode.AlreadyExists, $"You have asked to join '{project.Name}' already; its owners will answer.");
        await MakeRoomAsync(transaction, own, now);
        var asked = await transaction.ScanAsync(JoinRequest.Table, Key.Of(project.Id), null, JoinRequestRows.PerProjectMax + 1);
        foreach (var over in asked.Where(request => !request.IsAliveAt(now)))
            await JoinRequestRows.RemoveAsync(transaction, project.Id, over.UserId);
        if (asked.Count(request => request.IsAliveAt(now)) >= JoinRequestRows.PerProjectMax)
            throw new PlatformException(ErrorCode.LimitExceeded, $"Too many ask to join '{project.Name}': try again when its owners have answered.");
    }

    /// <summary>Of what a user has asked, that which is over or answered makes room for more.</summary>
    private static async ValueTask MakeRoomAsync(WriteTransaction transaction, IReadOnlyList<JoinRequest> own, DateTimeOffset now)
    {
        var open = own.Count(request => request.IsOpenAt(now));
        if (open >= JoinRequestRows.PerUserMax)
        {
            throw new PlatformException(
                ErrorCode.LimitExceeded, $"You have asked to join {JoinRequestRows.PerUserMax} projects, as many as you may at a time: withdraw one first.");
        }

        foreach (var old in own.Where(request => !request.IsOpenAt(now)).OrderByDescending(request => request.Changed).Skip(JoinRequestRows.PerUserMax - open - 1))
            await JoinRequestRows.RemoveAsync(transaction, old.ProjectId, old.UserId);
    }

    private static PlatformException Missing(string project) =>
        new PlatformException(ErrorCode.NotFound, $"There is no listed project '{project}': ask its owners to list it, or to add you.").With("field", "project");

    private static PlatformException NotAsked(string project) => new(ErrorCode.NotFound, $"You have not asked to join '{project}'.");
}
