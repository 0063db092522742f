using System.Text.Json.Serialization;
using Hops.Api.Datasets;
using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Datasets;
using Hops.Platform.ShareRequests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Shares;

/// <summary>Listed datasets, as their owner and as everybody sees them.</summary>
internal static class Listings
{
    internal static Ok<Page<ListedDatasetView>> List(HopsPlatform platform, ApiCall call, [AsParameters] PageRequest page) =>
        TypedResults.Ok(page.Of(
            EnlistDataset.List(platform, call.Actor, page.After(), page.Count() + 1), found => found.Name, found => ListedDatasetView.Of(platform, found.Name, found.Row)));

    internal static Ok<ListedDatasetView> Get(HopsPlatform platform, ApiCall call, [AsParameters] DatasetPath path) =>
        Answer(platform, path, EnlistDataset.Find(platform, call.Actor, new DatasetName(path.Project, path.Dataset)));

    internal static async Task<Ok<ListedDatasetView>> PutAsync(
        HopsPlatform platform, ApiCall call, [AsParameters] DatasetPath path, PutListingRequest request, CancellationToken cancellationToken) =>
        Answer(platform, path, await EnlistDataset.RunAsync(platform, call.Actor, new DatasetName(path.Project, path.Dataset), request.Note ?? "", cancellationToken));

    internal static async Task<NoContent> DeleteAsync(
        HopsPlatform platform, ApiCall call, [AsParameters] DatasetPath path, CancellationToken cancellationToken)
    {
        await EnlistDataset.EndAsync(platform, call.Actor, new DatasetName(path.Project, path.Dataset), cancellationToken);
        return TypedResults.NoContent();
    }

    private static Ok<ListedDatasetView> Answer(HopsPlatform platform, DatasetPath path, DatasetListing row) =>
        TypedResults.Ok(ListedDatasetView.Of(platform, $"{path.Project}::{path.Dataset}", row));
}

/// <summary>A dataset to be found by everybody.</summary>
/// <param name="Note">What its owner says of it: one line of at most 500 characters.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PutListingRequest(string? Note = null);

/// <summary>A dataset that can be asked for; nothing of its content is told.</summary>
/// <param name="Name">Its name, owner::dataset.</param>
/// <param name="Description">What it holds.</param>
/// <param name="Note">What its owner says of it.</param>
/// <param name="ListedBy">User who listed it.</param>
/// <param name="Listed">When.</param>
public sealed record ListedDatasetView(string Name, string Description, string Note, string ListedBy, DateTimeOffset Listed)
{
    internal static ListedDatasetView Of(HopsPlatform platform, string name, DatasetListing row)
    {
        var roster = platform.Roster.Now;
        var dataset = roster.Projects.GetValueOrDefault(row.ProjectId)?.Datasets.GetValueOrDefault(row.Name);
        return new(name, dataset?.Description ?? "", row.Note, roster.Users[row.ListedBy].Name, row.Listed);
    }
}
