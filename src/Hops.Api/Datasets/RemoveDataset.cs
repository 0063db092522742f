using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Datasets;
using Hops.Platform.Queries;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Datasets;

/// <summary>Deletes a dataset; one that a query writes into only if it is forced.</summary>
internal static class RemoveDataset
{
    internal static async Task<NoContent> RunAsync(
        HopsPlatform platform, ApiCall call, string project, string dataset, bool? force, CancellationToken cancellationToken)
    {
        if (force != true)
            await QueryUse.CheckDatasetAsync(platform, call.Actor, project, dataset, cancellationToken);
        await DeleteDataset.RunAsync(platform, call.Actor, new DatasetName(project, dataset), call.RevisionExpected(), cancellationToken);
        return TypedResults.NoContent();
    }
}
