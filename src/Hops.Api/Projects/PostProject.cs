using System.Globalization;
using System.Text.Json.Serialization;
using Hops.Api.Http;
using Hops.Api.Members;
using Hops.Core.Identity;
using Hops.Platform;
using Hops.Platform.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Projects;

internal static class PostProject
{
    internal static async Task<Created<ProjectView>> RunAsync(
        HopsPlatform platform, ApiCall call, PostProjectRequest request, CancellationToken cancellationToken)
    {
        var wish = new ProjectWish(request.Name, request.Description ?? "", [.. (request.Members ?? []).Select(member => member.Wish)]) { Tour = request.Tour };
        var project = await CreateProject.RunAsync(platform, call.Actor, wish, cancellationToken);
        call.Tag(project.Revision);
        return TypedResults.Created($"/api/v1/projects/{project.Name}", ProjectView.Of(platform, call.Actor, project));
    }
}

/// <summary>A project to be made. Its maker is its first Data Owner.</summary>
/// <param name="Name">Its name: lower case letters, digits and single underscores.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Members">Who is a member from the beginning, besides its maker; at most 50. If one of them cannot be, nothing is made.</param>
/// <param name="Tour">Id of the tour that it is made for: a demo project, which costs nothing, has small quotas of its own, and is deleted after some days.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PostProjectRequest(string Name, string? Description = null, IReadOnlyList<PostMemberRequest>? Members = null, string? Tour = null);

/// <summary>A project.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Creator">User who made it, or to whom that user has handed it over.</param>
/// <param name="Role">Role of the caller in it.</param>
/// <param name="QuotaBytes">Storage quota.</param>
/// <param name="Created">When it was made.</param>
/// <param name="IsListed">True if everybody finds it, with its owners, and may ask to join.</param>
/// <param name="Archived">Since when it is archived; null if it is not.</param>
/// <param name="Tour">Id of the tour that has made it, for a demo project; null for an ordinary one.</param>
/// <param name="Ends">When it is deleted, for a demo project; null for an ordinary one.</param>
public sealed record ProjectView(
    string Id, string Name, string Description, string Creator, ProjectRole Role, long QuotaBytes, DateTimeOffset Created, bool IsListed, DateTimeOffset? Archived,
    string? Tour, DateTimeOffset? Ends)
{
    /// <summary>When a person last did something in it, as its trail tells; in lists alone.</summary>
    public DateTimeOffset? LastActivity { get; init; }

    /// <summary>Who that was; null for somebody who is no member any more.</summary>
    public string? LastActor { get; init; }

    internal ProjectView With(ProjectActivity? activity) => this with { LastActivity = activity?.Time, LastActor = activity?.User };

    internal static ProjectView Of(HopsPlatform platform, Principal actor, Project project)
    {
        var roster = platform.Roster.Now;
        var demo = roster.Demos.GetValueOrDefault(project.Id);
        return new ProjectView(
            project.Id.ToString(CultureInfo.InvariantCulture), project.Name, project.Description, roster.Users[project.CreatorId].Name,
            roster.RoleOf(project.Id, actor.UserId), project.QuotaBytes, project.Created,
            roster.Listed.Contains(project.Id), roster.Archived.TryGetValue(project.Id, out var archived) ? archived : null, demo?.Tour, demo?.Ends);
    }
}
