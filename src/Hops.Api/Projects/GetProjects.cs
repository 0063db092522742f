using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Projects;

internal static class GetProjects
{
    internal static async Task<Ok<Page<ProjectView>>> RunAsync(
        HopsPlatform platform, ApiCall call, [AsParameters] PageRequest page, CancellationToken cancellationToken)
    {
        var projects = ListProjects.Run(platform, call.Actor, page.After(), page.Count() + 1);
        var activity = await FindActivity.RunAsync(platform, [.. projects.Take(page.Count()).Select(project => project.Row.Id)], cancellationToken);
        return TypedResults.Ok(page.Of(
            projects, project => project.Row.Name, project => ProjectView.Of(platform, call.Actor, project.Row).With(activity.GetValueOrDefault(project.Row.Id))));
    }

    internal static Ok<ProjectView> RunOne(HopsPlatform platform, ApiCall call, string project)
    {
        var found = platform.FindProject(call.Actor, project).Row;
        call.Tag(found.Revision);
        return TypedResults.Ok(ProjectView.Of(platform, call.Actor, found));
    }
}
