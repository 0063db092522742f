using System.Text.Json.Serialization;
using Hops.Api.Datasets;
using Hops.Api.Http;
using Hops.Core.Errors;
using Hops.Platform;
using Hops.Platform.Datasets;
using Hops.Platform.Shares;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Shares;

/// <summary>Public datasets, as their owner and as everybody sees them.</summary>
internal static class Publications
{
    internal static Ok<Page<PublicDatasetView>> List(HopsPlatform platform, ApiCall call, [AsParameters] PageRequest page) =>
        TypedResults.Ok(page.Of(
            ListPublished.Run(platform, call.Actor, page.After(), page.Count() + 1), found => found.Name, found => PublicDatasetView.Of(platform, found.Name, found.Row)));

    internal static async Task<Ok<PublicationView>> GetAsync(
        HopsPlatform platform, ApiCall call, [AsParameters] DatasetPath path, CancellationToken cancellationToken)
    {
        var (row, borrowers) = await ListPublished.FindAsync(platform, call.Actor, new DatasetName(path.Project, path.Dataset), cancellationToken);
        return TypedResults.Ok(await PublicationView.OfAsync(platform, row, borrowers, cancellationToken));
    }

    internal static async Task<Ok<PublicationView>> PutAsync(
        HopsPlatform platform, ApiCall call, [AsParameters] DatasetPath path, PutPublicationRequest request, CancellationToken cancellationToken)
    {
        var row = await PublishDataset.RunAsync(platform, call.Actor, new DatasetName(path.Project, path.Dataset), request.Note ?? "", cancellationToken);
        return TypedResults.Ok(await PublicationView.OfAsync(platform, row, [], cancellationToken));
    }

    /// <summary>Ends it; one that somebody borrows for that only if it is forced.</summary>
    internal static async Task<NoContent> DeleteAsync(
        HopsPlatform platform, ApiCall call, [AsParameters] DatasetPath path, bool? force, CancellationToken cancellationToken)
    {
        var name = new DatasetName(path.Project, path.Dataset);
        var (row, borrowers) = await ListPublished.FindAsync(platform, call.Actor, name, cancellationToken);
        if (force != true && borrowers.Count > 0)
            throw Used(await PublicationView.OfAsync(platform, row, borrowers, cancellationToken));
        await UnpublishDataset.RunAsync(platform, call.Actor, name, cancellationToken);
        return TypedResults.NoContent();
    }

    internal static async Task<Created<ShareView>> JoinAsync(
        HopsPlatform platform, ApiCall call, string project, PostBorrowingRequest request, CancellationToken cancellationToken)
    {
        var offer = await JoinPublished.RunAsync(platform, call.Actor, project, request.Dataset, cancellationToken);
        call.Tag(offer.Revision);
        return TypedResults.Created($"/api/v1/projects/{project}/borrowings/{offer.Id}", ShareView.Of(platform, offer));
    }

    private static PlatformException Used(PublicationView publication)
    {
        var names = publication.Borrowers.Select(borrower => borrower.Project).ToArray();
        var queries = publication.Borrowers.SelectMany(borrower => borrower.Queries.Select(query => $"{borrower.Project}/{query}")).ToArray();
        return new PlatformException(
            ErrorCode.Conflict,
            $"The dataset is borrowed by {names.Length} projects ({string.Join(", ", names.Take(5))}{(names.Length > 5 ? ", ..." : "")}), which would lose it: tell their owners first, or force it.")
            .With("projects", names).With("queries", queries);
    }
}

/// <summary>A dataset to be made public.</summary>
/// <param name="Note">What its owner says of it: one line of at most 500 characters.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PutPublicationRequest(string? Note = null);

/// <summary>A public dataset to be borrowed.</summary>
/// <param name="Dataset">Its name, owner::dataset.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PostBorrowingRequest(string Dataset);
