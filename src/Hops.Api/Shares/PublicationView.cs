using Hops.Platform;
using Hops.Platform.Shares;

namespace Hops.Api.Shares;

/// <summary>A public dataset as everybody sees it.</summary>
/// <param name="Name">Its name, owner::dataset.</param>
/// <param name="Description">What it holds.</param>
/// <param name="Note">What its owner says of it.</param>
/// <param name="PublishedBy">User who published it.</param>
/// <param name="Published">When.</param>
public sealed record PublicDatasetView(string Name, string Description, string Note, string PublishedBy, DateTimeOffset Published)
{
    internal static PublicDatasetView Of(HopsPlatform platform, string name, PublishedDataset row)
    {
        var roster = platform.Roster.Now;
        var dataset = roster.Projects.GetValueOrDefault(row.ProjectId)?.Datasets.GetValueOrDefault(row.Name);
        return new(name, dataset?.Description ?? "", row.Note, roster.Users[row.PublishedBy].Name, row.Published);
    }
}

/// <summary>That a dataset is public, as its owner sees it.</summary>
/// <param name="Note">What its owner says of it.</param>
/// <param name="PublishedBy">User who published it.</param>
/// <param name="Published">When.</param>
/// <param name="Borrowers">Who borrows it because it is public.</param>
public sealed record PublicationView(string Note, string PublishedBy, DateTimeOffset Published, IReadOnlyList<PublicBorrowerView> Borrowers)
{
    internal static async Task<PublicationView> OfAsync(
        HopsPlatform platform, PublishedDataset row, IReadOnlyList<ShareOffer> borrowers, CancellationToken cancellationToken)
    {
        var views = new List<PublicBorrowerView>();
        foreach (var offer in borrowers)
        {
            var queries = await ShareUse.OfAsync(platform, offer, cancellationToken);
            views.Add(new PublicBorrowerView(ShareView.Of(platform, offer).Borrower, offer.Id, [.. queries.Select(query => query.Name)]));
        }

        return new(row.Note, platform.Roster.Now.Users[row.PublishedBy].Name, row.Published, views);
    }
}

/// <summary>A project that borrows a public dataset.</summary>
/// <param name="Project">Its name.</param>
/// <param name="Share">Id of the share.</param>
/// <param name="Queries">Its queries that use the dataset.</param>
public sealed record PublicBorrowerView(string Project, string Share, IReadOnlyList<string> Queries);
