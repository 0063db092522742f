using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Queries;
using Hops.Platform.Shares;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Shares;

/// <summary>Offers as the two projects see them: the one that has made them, and the one to which they were made.</summary>
internal static class GetShares
{
    internal static async Task<Ok<Page<ShareView>>> GivenAsync(
        HopsPlatform platform, ApiCall call, string project, [AsParameters] PageRequest page, CancellationToken cancellationToken) =>
        Paged(platform, page, await ListShares.GivenAsync(platform, call.Actor, project, cancellationToken));

    internal static async Task<Ok<Page<ShareView>>> OffersAsync(
        HopsPlatform platform, ApiCall call, string project, [AsParameters] PageRequest page, CancellationToken cancellationToken) =>
        Paged(platform, page, await ListShares.ReceivedAsync(platform, call.Actor, project, isLent: false, cancellationToken));

    internal static async Task<Ok<Page<ShareView>>> BorrowedAsync(
        HopsPlatform platform, ApiCall call, string project, [AsParameters] PageRequest page, CancellationToken cancellationToken) =>
        Paged(platform, page, await ListShares.ReceivedAsync(platform, call.Actor, project, isLent: true, cancellationToken));

    internal static async Task<Ok<ShareView>> OneGivenAsync(
        HopsPlatform platform, ApiCall call, string project, string share, CancellationToken cancellationToken) =>
        One(platform, call, await ListShares.FindGivenAsync(platform, call.Actor, project, share, cancellationToken));

    internal static async Task<Ok<ShareView>> OneReceivedAsync(
        HopsPlatform platform, ApiCall call, string project, string share, CancellationToken cancellationToken) =>
        One(platform, call, await ListShares.FindReceivedAsync(platform, call.Actor, project, share, cancellationToken));

    /// <summary>The queries of the borrower that would fail without it; a project has so few that they are one page.</summary>
    internal static async Task<Ok<Page<ShareUseView>>> UsesAsync(
        HopsPlatform platform, ApiCall call, string project, string share, CancellationToken cancellationToken)
    {
        var offer = await ListShares.FindGivenAsync(platform, call.Actor, project, share, cancellationToken);
        var queries = await ShareUse.OfAsync(platform, offer, cancellationToken);
        return TypedResults.Ok(new Page<ShareUseView>([.. queries.Select(query => new ShareUseView(query.Name, query.Desired == QueryState.Running))], null));
    }

    internal static Ok<ShareView> One(HopsPlatform platform, ApiCall call, ShareOffer offer)
    {
        call.Tag(offer.Revision);
        return TypedResults.Ok(ShareView.Of(platform, offer));
    }

    private static Ok<Page<ShareView>> Paged(HopsPlatform platform, PageRequest page, IReadOnlyList<ShareOffer> offers)
    {
        var after = page.After();
        var views = offers.Select(offer => ShareView.Of(platform, offer))
            .Where(view => string.CompareOrdinal(view.Place, after) > 0)
            .OrderBy(view => view.Place, StringComparer.Ordinal)
            .Take(page.Count() + 1)
            .ToList();
        return TypedResults.Ok(page.Of(views, view => view.Place, view => view));
    }
}

/// <summary>A query that uses what is shared.</summary>
/// <param name="Query">Its name in the project that borrows.</param>
/// <param name="IsRunning">True if it is to run now; a stopped one could not be started again.</param>
public sealed record ShareUseView(string Query, bool IsRunning);
