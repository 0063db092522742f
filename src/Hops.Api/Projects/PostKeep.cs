using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Tours;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Projects;

/// <summary>Keeps a demo project as an ordinary one.</summary>
internal static class PostKeep
{
    internal static async Task<Ok<ProjectView>> RunAsync(HopsPlatform platform, ApiCall call, string project, CancellationToken cancellationToken)
    {
        var kept = await KeepProject.RunAsync(platform, call.Actor, project, cancellationToken);
        call.Tag(kept.Revision);
        return TypedResults.Ok(ProjectView.Of(platform, call.Actor, kept));
    }
}
