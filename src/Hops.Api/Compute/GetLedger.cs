using System.Globalization;
using Hops.Api.Http;
using Hops.Core.Errors;
using Hops.Platform;
using Hops.Platform.Compute;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Compute;

/// <summary>The ledger of a project: its runners, the newest first, and the intervals of each.</summary>
internal static class GetLedger
{
    internal static async Task<Ok<Page<LedgerView>>> RunAsync(
        HopsPlatform platform, ApiCall call, string project, [AsParameters] PageRequest page, CancellationToken cancellationToken)
    {
        var entries = await ListLedger.RunAsync(platform, call.Actor, project, Beyond(page), page.Count() + 1, cancellationToken);
        return TypedResults.Ok(page.Of(entries, entry => entry.Number.ToString(CultureInfo.InvariantCulture), LedgerView.Of));
    }

    internal static async Task<Ok<Page<IntervalView>>> IntervalsAsync(
        HopsPlatform platform, ApiCall call, [AsParameters] LedgerPath path, [AsParameters] PageRequest page, CancellationToken cancellationToken)
    {
        var intervals = await ListLedger.IntervalsAsync(
            platform, call.Actor, path.Project, (path.Number, Beyond(page)), page.Count() + 1, cancellationToken);
        return TypedResults.Ok(page.Of(intervals, interval => interval.Sequence.ToString(CultureInfo.InvariantCulture), IntervalView.Of));
    }

    private static long Beyond(PageRequest page)
    {
        var after = page.After();
        if (after.Length == 0)
            return 0;
        return long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var beyond)
            ? beyond
            : throw new PlatformException(ErrorCode.InvalidArgument, "This cursor is of another list.").With("field", "cursor");
    }
}

/// <summary>Route parameters of one runner in a ledger.</summary>
/// <param name="Project">Name of the project.</param>
/// <param name="Number">Number of the runner in the ledger.</param>
public readonly record struct LedgerPath(string Project, long Number);

/// <summary>A runner in the ledger, as of its last interval.</summary>
/// <param name="Number">Number in the ledger, from 1.</param>
/// <param name="User">Who ran it.</param>
/// <param name="Kind">What it did.</param>
/// <param name="Work">Name of the query; <c>sql</c> or <c>plan</c>.</param>
/// <param name="Started">When it started.</param>
/// <param name="Stopped">When it ended; null while it runs.</param>
/// <param name="CpuSeconds">Time that it has computed.</param>
/// <param name="MemoryGibSeconds">Memory that it has held, by the time for which it has.</param>
/// <param name="PeakBytes">Most memory that it was seen to hold.</param>
/// <param name="Multiplier">Price that was charged, on the mean.</param>
/// <param name="Millicredits">What it costs, in thousandths of a credit.</param>
/// <param name="Credits">The same in credits.</param>
/// <param name="Estimated">True if some of it was sampled and not counted by the kernel.</param>
public sealed record LedgerView(
    string Number, string User, WorkKind Kind, string Work, DateTimeOffset Started, DateTimeOffset? Stopped, double CpuSeconds, double MemoryGibSeconds,
    long PeakBytes, double Multiplier, long Millicredits, decimal Credits, bool Estimated)
{
    internal static LedgerView Of(LedgerEntry entry) => new(
        entry.Number.ToString(CultureInfo.InvariantCulture), entry.Work.UserName, entry.Work.Kind, entry.Work.Name, entry.Started, entry.Stopped,
        Amount.CpuSeconds(entry.Use), Amount.MemoryGibSeconds(entry.Use), entry.PeakBytes, Amount.Multiplier(entry.Cost, entry.PriceThousandths),
        entry.Cost.Millicredits, Amount.Credits(entry.Cost.Millicredits), entry.IsEstimated);
}

/// <summary>One interval of a runner: what is charged as one, at one price.</summary>
/// <param name="Sequence">Its number, from 1.</param>
/// <param name="Started">When it began.</param>
/// <param name="Stopped">When it ended.</param>
/// <param name="CpuSeconds">Time that was computed in it.</param>
/// <param name="MemoryGibSeconds">Memory that was held in it, by the time.</param>
/// <param name="Multiplier">Its price.</param>
/// <param name="Millicredits">What it costs, in thousandths of a credit.</param>
/// <param name="Estimated">True if it was sampled.</param>
public sealed record IntervalView(
    string Sequence, DateTimeOffset Started, DateTimeOffset Stopped, double CpuSeconds, double MemoryGibSeconds, double Multiplier, long Millicredits, bool Estimated)
{
    internal static IntervalView Of(LedgerInterval interval) => new(
        interval.Sequence.ToString(CultureInfo.InvariantCulture), interval.Started, interval.Stopped, Amount.CpuSeconds(interval.Use),
        Amount.MemoryGibSeconds(interval.Use), Amount.Of(interval.PriceThousandths), interval.Cost.Millicredits, interval.IsEstimated);
}
