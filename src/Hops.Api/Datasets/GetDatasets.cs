using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Datasets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Datasets;

internal static class GetDatasets
{
    internal static Ok<Page<DatasetView>> Run(HopsPlatform platform, ApiCall call, string project, [AsParameters] PageRequest page)
    {
        var datasets = ListDatasets.Run(platform, call.Actor, project, page.After(), page.Count() + 1);
        return TypedResults.Ok(page.Of(datasets, dataset => dataset.Name, dataset => DatasetView.Of(platform, dataset)));
    }

    internal static Ok<DatasetView> RunOne(HopsPlatform platform, ApiCall call, string project, string dataset)
    {
        var found = ListDatasets.Find(platform, call.Actor, new DatasetName(project, dataset));
        call.Tag(found.Row.Revision);
        return TypedResults.Ok(DatasetView.Of(platform, found));
    }
}
