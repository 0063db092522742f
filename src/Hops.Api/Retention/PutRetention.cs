using Hops.Api.Datasets;
using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Datasets;
using Hops.Platform.Retention;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Retention;

internal static class PutRetention
{
    internal static async Task<NoContent> OfProjectAsync(
        HopsPlatform platform, ApiCall call, string project, PutRetentionRequest request, CancellationToken cancellationToken)
    {
        await SetRetention.OfProjectAsync(platform, call.Actor, project, request.Days, cancellationToken);
        return TypedResults.NoContent();
    }

    internal static async Task<NoContent> OfDatasetAsync(
        HopsPlatform platform, ApiCall call, [AsParameters] DatasetPath path, PutRetentionRequest request, CancellationToken cancellationToken)
    {
        await SetRetention.OfDatasetAsync(platform, call.Actor, new DatasetName(path.Project, path.Dataset), request.Days, cancellationToken);
        return TypedResults.NoContent();
    }
}
