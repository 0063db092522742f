using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Datasets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Datasets;

internal static class RemoveDataset
{
    internal static async Task<NoContent> RunAsync(
        HopsPlatform platform, ApiCall call, string project, string dataset, CancellationToken cancellationToken)
    {
        await DeleteDataset.RunAsync(platform, call.Actor, new DatasetName(project, dataset), call.RevisionExpected(), cancellationToken);
        return TypedResults.NoContent();
    }
}
