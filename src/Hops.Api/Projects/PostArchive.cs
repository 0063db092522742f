using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Projects;

/// <summary>Archives a project, answering when its queries have stopped, and opens it again.</summary>
internal static class PostArchive
{
    internal static async Task<Ok<ProjectView>> ArchiveAsync(HopsPlatform platform, ApiCall call, string project, CancellationToken cancellationToken)
    {
        await ArchiveProject.RunAsync(platform, call.Actor, project, cancellationToken);
        return GetProjects.RunOne(platform, call, project);
    }

    internal static async Task<Ok<ProjectView>> UnarchiveAsync(HopsPlatform platform, ApiCall call, string project, CancellationToken cancellationToken)
    {
        await ArchiveProject.UndoAsync(platform, call.Actor, project, cancellationToken);
        return GetProjects.RunOne(platform, call, project);
    }
}
