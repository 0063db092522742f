using Hops.Api.Http;
using Hops.Core.Identity;
using Hops.Platform;
using Hops.Platform.Access;
using Hops.Platform.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Projects;

/// <summary>What every project uses of its limits, for administrators: a page of projects, each read by itself.</summary>
internal static class GetUsages
{
    internal static async Task<Ok<Page<ProjectUsageView>>> RunAsync(
        HopsPlatform platform, ApiCall call, [AsParameters] PageRequest page, CancellationToken cancellationToken)
    {
        var projects = ListProjects.Run(platform, call.Actor, page.After(), page.Count() + 1);
        var views = new List<ProjectUsageView>();
        foreach (var project in projects.Take(page.Count()))
        {
            var uses = await GetUsage.RunAsync(platform, call.Actor, project.Row.Name, cancellationToken);
            views.Add(ProjectUsageView.Of(platform.Roster.Now, project, [.. uses.Select(UseView.Of)]));
        }

        return TypedResults.Ok(PageRequest.UpTo(views, projects.Count > views.Count ? views[^1].Name : null, view => view));
    }
}

/// <summary>A project with what it uses.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Creator">Who made it.</param>
/// <param name="Owners">Its Data Owners.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Archived">Since when it is archived; null if it is not.</param>
/// <param name="Uses">Each kind once, in the order in which people read it.</param>
public sealed record ProjectUsageView(string Name, string Creator, IReadOnlyList<string> Owners, DateTimeOffset Created, DateTimeOffset? Archived, IReadOnlyList<UseView> Uses)
{
    internal static ProjectUsageView Of(RosterSnapshot roster, ProjectRoster project, IReadOnlyList<UseView> uses) => new(
        project.Row.Name,
        roster.Users[project.Row.CreatorId].Name,
        [.. project.Members.Values.Where(member => member.Role == ProjectRole.DataOwner).Select(member => roster.Users[member.UserId].Name).Order(StringComparer.Ordinal)],
        project.Row.Created,
        roster.Archived.TryGetValue(project.Row.Id, out var archived) ? archived : null,
        uses);
}
