using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Projects;
using Hops.Streaming.Supervision;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Projects;

internal static class RemoveProject
{
    internal static async Task<NoContent> RunAsync(
        HopsPlatform platform, QuerySupervisor supervisor, ApiCall call, string project, CancellationToken cancellationToken)
    {
        var gone = await DeleteProject.RunAsync(platform, call.Actor, project, call.RevisionExpected(), cancellationToken);
        await Task.WhenAll(gone.Select(supervisor.ForgetAsync));
        return TypedResults.NoContent();
    }
}
