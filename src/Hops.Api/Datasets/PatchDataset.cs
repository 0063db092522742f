using System.Text.Json.Serialization;
using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Datasets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Datasets;

internal static class PatchDataset
{
    internal static async Task<Ok<DatasetView>> RunAsync(
        HopsPlatform platform, ApiCall call, [AsParameters] DatasetPath path, PatchDatasetRequest request, CancellationToken cancellationToken)
    {
        var change = new DatasetChange(request.Access, request.Description, call.RevisionExpected());
        var changed = await AlterDataset.RunAsync(
            platform, call.Actor, new DatasetName(path.Project, path.Dataset), change, cancellationToken);
        call.Tag(changed.Revision);
        return TypedResults.Ok(DatasetView.Of(platform, path.Project, changed));
    }
}

/// <summary>A change of a dataset; what is absent stays.</summary>
/// <param name="Access">EDITABLE or READ_ONLY.</param>
/// <param name="Description">What it holds.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PatchDatasetRequest(DatasetAccess? Access = null, string? Description = null);

/// <summary>Route parameters of a dataset.</summary>
public readonly record struct DatasetPath(string Project, string Dataset);
