using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Platform.Queries;

namespace Hops.Platform.Compute;

/// <summary>What a query has cost for an hour on the days on which it ran last, for whoever is about to start it.</summary>
public static class EstimateQuery
{
    /// <summary>How far back it looks, in days.</summary>
    private const int DaysBack = 30;

    private const int DaysMax = 7;
    private const int RowsMax = 1000;

    /// <summary>The estimate.</summary>
    /// <exception cref="Core.Errors.PlatformException"><c>NotFound</c>.</exception>
    public static async Task<QueryEstimate> RunAsync(HopsPlatform platform, Principal actor, QueryName name, CancellationToken cancellationToken)
    {
        var query = await ListQueries.FindAsync(platform, actor, name, cancellationToken);
        var id = ListLedger.Demand(platform, actor, name.Project);
        var first = DailyUse.DayOf(platform.Time.GetUtcNow()) - DaysBack;
        return await platform.Store.ReadAsync(
            async read =>
            {
                var uses = await read.ScanAsync(DailyUse.Table, Key.Of(id, query.Id), Key.Of(id, query.Id, first, 0), RowsMax);
                var days = uses.GroupBy(use => use.Day).OrderByDescending(day => day.Key).Take(DaysMax).Select(DayOf).Where(day => day.Running > TimeSpan.Zero);
                var allowance = await ComputeAllowance.OfAsync(read, id, platform.Options.Compute, platform.Time.GetUtcNow());
                return new QueryEstimate(platform.PriceIn(id), [.. days])
                {
                    RemainingMillicredits = allowance.RemainingMillicredits,
                };
            },
            cancellationToken);
    }

    private static LedgerSum DayOf(IGrouping<long, DailyUse> day) => day.Aggregate(new LedgerSum(SumLedger.NameOf(day.Key)), (sum, use) => sum.With(use));
}

/// <summary>What a query has cost, and what the same would cost now.</summary>
/// <param name="Price">The price now.</param>
/// <param name="Days">The last days on which it ran, the newest first; none if it has not run lately.</param>
public sealed record QueryEstimate(PriceNow Price, IReadOnlyList<LedgerSum> Days)
{
    /// <summary>What is left of the quota of its project, and of its budget of the month, whichever is less; null without a limit.</summary>
    public long? RemainingMillicredits { get; init; }

    /// <summary>What an hour of it would cost at the price now, as on all of these days together; null if it has not run lately.</summary>
    public long? MillicreditsPerHour => Days.Count == 0 ? null : PerHour(Days.Sum(day => day.Cost.BaseMillicredits), TimeSpan.FromTicks(Days.Sum(day => day.Running.Ticks)));

    /// <summary>As on the cheapest of these days.</summary>
    public long? MillicreditsPerHourLeast => Days.Min(day => (long?)PerHour(day.Cost.BaseMillicredits, day.Running));

    /// <summary>As on the dearest.</summary>
    public long? MillicreditsPerHourMost => Days.Max(day => (long?)PerHour(day.Cost.BaseMillicredits, day.Running));

    private long PerHour(long baseMillicredits, TimeSpan running) =>
        (long)Math.Ceiling(baseMillicredits / running.TotalHours * Price.Thousandths / Charge.Thousandths);
}
