using Hops.Core.Identity;
using Hops.Platform;
using Hops.Platform.Access;
using Hops.Platform.JoinRequests;

namespace Hops.Api.JoinRequests;

/// <summary>That somebody asks to join a project.</summary>
/// <param name="Project">Name of the project.</param>
/// <param name="User">User who asks.</param>
/// <param name="Note">What the user says of it.</param>
/// <param name="State">WAITING or REJECTED; who was let in is a member.</param>
/// <param name="Reason">Why it was rejected.</param>
/// <param name="Asked">When it was asked.</param>
/// <param name="Changed">When it came into its state.</param>
public sealed record JoinRequestView(string Project, string User, string Note, JoinRequestState State, string Reason, DateTimeOffset Asked, DateTimeOffset Changed)
{
    internal static JoinRequestView Of(HopsPlatform platform, JoinRequest request)
    {
        var roster = platform.Roster.Now;
        return new(
            roster.Projects.GetValueOrDefault(request.ProjectId)?.Row.Name ?? "", roster.Users.GetValueOrDefault(request.UserId)?.Name ?? "", request.Note,
            request.IsRejected ? JoinRequestState.Rejected : JoinRequestState.Waiting, request.Reason, request.Asked, request.Changed);
    }
}

/// <summary>What became of it.</summary>
public enum JoinRequestState
{
    /// <summary>The owners have not answered.</summary>
    Waiting,

    /// <summary>They did not want it.</summary>
    Rejected,
}

/// <summary>A project that everybody finds.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Owners">Its Data Owners.</param>
/// <param name="Role">Role of the caller in it.</param>
public sealed record ListedProjectView(string Name, string Description, IReadOnlyList<string> Owners, ProjectRole Role)
{
    internal static ListedProjectView Of(RosterSnapshot roster, Principal actor, ProjectRoster project) => new(
        project.Row.Name, project.Row.Description,
        [.. project.Members.Values.Where(member => member.Role == ProjectRole.DataOwner).Select(member => roster.Users[member.UserId].Name).Order(StringComparer.Ordinal)],
        roster.RoleOf(project.Row.Id, actor.UserId));
}
