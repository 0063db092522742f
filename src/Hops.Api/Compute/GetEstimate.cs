using Hops.Api.Http;
using Hops.Api.Queries;
using Hops.Platform;
using Hops.Platform.Compute;
using Hops.Platform.Queries;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Compute;

/// <summary>What it would cost to start a query now, as far as its last runs tell.</summary>
internal static class GetEstimate
{
    internal static async Task<Ok<EstimateView>> RunAsync(
        HopsPlatform platform, ApiCall call, [AsParameters] QueryPath path, CancellationToken cancellationToken)
    {
        var estimate = await EstimateQuery.RunAsync(platform, call.Actor, new QueryName(path.Project, path.Query), cancellationToken);
        return TypedResults.Ok(EstimateView.Of(estimate));
    }
}

/// <summary>What a query would cost now.</summary>
/// <param name="Multiplier">The price now.</param>
/// <param name="CreditsPerHour">Cost of an hour at that price, as on its last days; null if it has not run lately.</param>
/// <param name="CreditsPerHourLeast">As on the cheapest of these days.</param>
/// <param name="CreditsPerHourMost">As on the dearest.</param>
/// <param name="CreditsRemaining">What is left of the quota of the project; null without a limit.</param>
/// <param name="Days">The last days on which it ran, up to seven, the newest first.</param>
public sealed record EstimateView(
    double Multiplier, decimal? CreditsPerHour, decimal? CreditsPerHourLeast, decimal? CreditsPerHourMost, decimal? CreditsRemaining,
    IReadOnlyList<LedgerSumView> Days)
{
    internal static EstimateView Of(QueryEstimate estimate) => new(
        Amount.Of(estimate.Price.Thousandths), Credits(estimate.MillicreditsPerHour), Credits(estimate.MillicreditsPerHourLeast),
        Credits(estimate.MillicreditsPerHourMost), Credits(estimate.RemainingMillicredits), [.. estimate.Days.Select(LedgerSumView.Of)]);

    private static decimal? Credits(long? millicredits) => millicredits is { } known ? Amount.Credits(known) : null;
}
