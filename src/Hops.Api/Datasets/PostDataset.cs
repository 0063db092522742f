using System.Text.Json.Serialization;
using Hops.Api.Http;
using Hops.Api.Shares;
using Hops.Core.Identity;
using Hops.Platform;
using Hops.Platform.Datasets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Datasets;

internal static class PostDataset
{
    internal static async Task<Created<DatasetView>> RunAsync(
        HopsPlatform platform, ApiCall call, string project, PostDatasetRequest request, CancellationToken cancellationToken)
    {
        var wish = new DatasetRequest(request.Name, request.Access ?? DatasetAccess.Editable, request.Description ?? "");
        var dataset = await CreateDataset.RunAsync(platform, call.Actor, project, wish, cancellationToken);
        call.Tag(dataset.Revision);
        return TypedResults.Created($"/api/v1/projects/{project}/datasets/{dataset.Name}", DatasetView.Of(platform, project, dataset));
    }
}

/// <summary>A dataset to be made.</summary>
/// <param name="Name">Its name: lower case letters, digits and single underscores.</param>
/// <param name="Access">EDITABLE (the default): every member writes; READ_ONLY: its maker alone.</param>
/// <param name="Description">What it holds.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PostDatasetRequest(string Name, DatasetAccess? Access = null, string? Description = null);

/// <summary>A dataset.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Path">Its directory in HopsFS.</param>
/// <param name="Access">EDITABLE or READ_ONLY.</param>
/// <param name="Description">What it holds.</param>
/// <param name="Creator">User who made it.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Owner">Project that owns it.</param>
/// <param name="Rights">What members of this project may with a dataset of another one: READ or READ_WRITE. Null for one of its own.</param>
/// <param name="IsPublic">True if the owners of every project may borrow it.</param>
/// <param name="IsListed">True if everybody finds it and may ask for it.</param>
public sealed record DatasetView(
    string Name, string Path, DatasetAccess Access, string Description, string Creator, DateTimeOffset Created, string Owner, ShareAccess? Rights, bool IsPublic,
    bool IsListed)
{
    internal static DatasetView Of(HopsPlatform platform, string project, Dataset dataset) =>
        Of(platform, new ListedDataset(dataset.Name, dataset, project, null));

    internal static DatasetView Of(HopsPlatform platform, ListedDataset listed)
    {
        var dataset = listed.Row;
        return new(
            listed.Name, Dataset.PathOf(listed.Owner, dataset.Name), dataset.Access, dataset.Description,
            platform.Roster.Now.Users[dataset.CreatorId].Name, dataset.Created, listed.Owner, ShareAccesses.Of(listed.Share),
            platform.Roster.Now.Published.ContainsKey(Names.BorrowedDataset(listed.Owner, dataset.Name)),
            platform.Roster.Now.ListedDatasets.ContainsKey(Names.BorrowedDataset(listed.Owner, dataset.Name)));
    }
}
