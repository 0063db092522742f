using Hops.Api.Http;
using Hops.Core.Errors;
using Hops.Platform;
using Hops.Platform.Compute;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Hops.Api.Compute;

/// <summary>What a project has spent, by query, user or day.</summary>
internal static class GetLedgerTotals
{
    private const int DaysDefault = 30;

    internal static async Task<Ok<LedgerTotalsView>> RunAsync(
        HopsPlatform platform, ApiCall call, string project, [AsParameters] TotalsRequest request, CancellationToken cancellationToken)
    {
        var to = request.To ?? DateOnly.FromDateTime(platform.Time.GetUtcNow().UtcDateTime);
        var from = request.From ?? to.AddDays(-Math.Min(DaysDefault, to.DayNumber));
        if (from > to)
            throw new PlatformException(ErrorCode.InvalidArgument, "The first day is not after the last.").With("field", "from");
        if (!Enum.TryParse<SumBy>(request.By ?? nameof(SumBy.Query), ignoreCase: true, out var by) || !Enum.IsDefined(by))
            throw new PlatformException(ErrorCode.InvalidArgument, "Sums are by query, user or day.").With("field", "by");
        var sums = await SumLedger.RunAsync(platform, call.Actor, project, (by, from, to), cancellationToken);
        return TypedResults.Ok(new LedgerTotalsView(from, to, [.. sums.Select(LedgerSumView.Of)]));
    }
}

/// <summary>Which sums are asked for.</summary>
/// <param name="By"><c>query</c> (if absent), <c>user</c> or <c>day</c>.</param>
/// <param name="From">First day, UTC; 30 days before the last if absent.</param>
/// <param name="To">Last day, UTC; today if absent.</param>
public readonly record struct TotalsRequest(
    [property: FromQuery(Name = "by")] string? By, [property: FromQuery(Name = "from")] DateOnly? From, [property: FromQuery(Name = "to")] DateOnly? To);

/// <summary>What a project has spent.</summary>
/// <param name="From">First day, UTC.</param>
/// <param name="To">Last day, UTC.</param>
/// <param name="Items">One sum for each query, user or day.</param>
public sealed record LedgerTotalsView(DateOnly From, DateOnly To, IReadOnlyList<LedgerSumView> Items);

/// <summary>What was spent under one name.</summary>
/// <param name="Name">Name of a query (<c>sql</c> and <c>plan</c> for what is none) or user, or a date.</param>
/// <param name="Runners">Runners that began.</param>
/// <param name="RunningSeconds">Time for which they ran, together.</param>
/// <param name="CpuSeconds">Time that they have computed.</param>
/// <param name="MemoryGibSeconds">Memory that they have held, by the time.</param>
/// <param name="Millicredits">What that costs, in thousandths of a credit.</param>
/// <param name="Credits">The same in credits.</param>
public sealed record LedgerSumView(
    string Name, long Runners, double RunningSeconds, double CpuSeconds, double MemoryGibSeconds, long Millicredits, decimal Credits)
{
    internal static LedgerSumView Of(LedgerSum sum) => new(
        sum.Name, sum.Runners, Math.Round(sum.Running.TotalSeconds, 3), Amount.CpuSeconds(sum.Use), Amount.MemoryGibSeconds(sum.Use), sum.Cost.Millicredits,
        Amount.Credits(sum.Cost.Millicredits));
}
