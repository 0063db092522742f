using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Projects;

internal static class RemoveProject
{
    internal static async Task<NoContent> RunAsync(
        HopsPlatform platform, ApiCall call, string project, CancellationToken cancellationToken)
    {
        await DeleteProject.RunAsync(platform, call.Actor, project, call.RevisionExpected(), cancellationToken);
        return TypedResults.NoContent();
    }
}
