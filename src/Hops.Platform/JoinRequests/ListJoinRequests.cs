using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Platform.Access;

namespace Hops.Platform.JoinRequests;

/// <summary>Who asks to join a project, what a user has asked, and which projects can be asked.</summary>
public static class ListJoinRequests
{
    /// <summary>Who asks to join a project, the oldest first.</summary>
    /// <exception cref="Core.Errors.PlatformException"><c>NotFound</c>, <c>AccessDenied</c>.</exception>
    public static async Task<IReadOnlyList<JoinRequest>> OfProjectAsync(
        HopsPlatform platform, Principal actor, string projectName, CancellationToken cancellationToken)
    {
        var id = platform.FindProject(actor, projectName).Row.Id;
        platform.Demand(actor, Operation.Describe, new Resource(ResourceKind.JoinRequest, id, projectName));
        var now = platform.Time.GetUtcNow();
        var requests = await platform.Store.ReadAsync(
            read => read.ScanAsync(JoinRequest.Table, Key.Of(id), null, JoinRequestRows.PerProjectMax + 1), cancellationToken);
        var users = platform.Roster.Now.Users;
        return [.. requests.Where(request => request.IsOpenAt(now) && users.GetValueOrDefault(request.UserId)?.IsDisabled == false).OrderBy(request => request.Asked)];
    }

    /// <summary>What the caller has asked and nobody has answered, and what was rejected of late; the newest first.</summary>
    /// <exception cref="Core.Errors.PlatformException"><c>AccessDenied</c>.</exception>
    public static async Task<IReadOnlyList<JoinRequest>> OfUserAsync(HopsPlatform platform, Principal actor, CancellationToken cancellationToken)
    {
        platform.Demand(actor, Operation.Describe, new Resource(ResourceKind.JoinRequest, 0, actor.UserName));
        var now = platform.Time.GetUtcNow();
        var requests = await platform.Store.ReadAsync(read => JoinRequestRows.OfUserAsync(read, actor.UserId), cancellationToken);
        return [.. requests.Where(request => request.IsAliveAt(now)).OrderByDescending(request => request.Changed)];
    }

    /// <summary>Projects that are listed, in order of name.</summary>
    /// <exception cref="Core.Errors.PlatformException"><c>AccessDenied</c>.</exception>
    public static IReadOnlyList<ProjectRoster> Listed(HopsPlatform platform, Principal actor, string nameAfter, int limit)
    {
        platform.Demand(actor, Operation.Describe, new Resource(ResourceKind.JoinRequest, 0, actor.UserName));
        var roster = platform.Roster.Now;
        return [.. roster.Listed.Where(id => !roster.Archived.ContainsKey(id)).Select(id => roster.Projects.GetValueOrDefault(id)).OfType<ProjectRoster>()
            .Where(project => string.CompareOrdinal(project.Row.Name, nameAfter) > 0)
            .OrderBy(project => project.Row.Name, StringComparer.Ordinal).Take(limit)];
    }
}
