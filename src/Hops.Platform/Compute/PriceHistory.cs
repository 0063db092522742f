using Hops.Core.Errors;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Platform.Compute;

/// <summary>Prices of the past: kept as one row a minute, told in steps.</summary>
public static class PriceHistory
{
    private const int PageRows = 1440;

    /// <summary>Most steps of an answer.</summary>
    public const int StepsMax = 1500;

    /// <summary>Keeps a minute that is over, and forgets, a page at a time, those that are older than they are kept.</summary>
    public static async Task KeepAsync(HopsPlatform platform, DateTimeOffset minute, IReadOnlyCollection<PriceNow> prices, CancellationToken cancellationToken)
    {
        var row = PriceMinute.Of(minute, prices);
        var dayFirst = DailyUse.DayOf(minute - platform.Options.Compute.PriceRetention);
        await platform.Store.WriteAsync(
            async transaction =>
            {
                await transaction.PutAsync(PriceMinute.Table, row);
                var oldest = await transaction.SweepAsync(PriceMinute.Table, null, 1);
                if (oldest.Count > 0 && oldest[0].Day < dayFirst)
                    await transaction.DeletePrefixAsync(PriceMinute.Table, Key.Of(oldest[0].Day), PageRows);
                return true;
            },
            cancellationToken);
    }

    /// <summary>The mean price of each step in which something was measured.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="from">Where it begins.</param>
    /// <param name="to">Where it ends.</param>
    /// <param name="step">Length of a step, at least a minute.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>: too many steps, or none.</exception>
    public static async Task<IReadOnlyList<PriceStep>> RunAsync(
        HopsPlatform platform, DateTimeOffset from, DateTimeOffset to, TimeSpan step, CancellationToken cancellationToken)
    {
        if (step < TimeSpan.FromMinutes(1) || from > to || (to - from) / step > StepsMax || to - from > platform.Options.Compute.PriceRetention * 2)
        {
            throw new PlatformException(
                ErrorCode.InvalidArgument, $"History goes from a time to a later one, in steps of at least a minute, at most {StepsMax} of them.").With("field", "step");
        }

        return await platform.Store.ReadAsync(read => StepsAsync(read, from, to, step), cancellationToken);
    }

    private static async ValueTask<IReadOnlyList<PriceStep>> StepsAsync(ReadTransaction read, DateTimeOffset from, DateTimeOffset to, TimeSpan step)
    {
        var steps = new List<PriceStep>();
        for (var day = DailyUse.DayOf(from); day <= DailyUse.DayOf(to); day++)
        {
            foreach (var minute in await read.ScanAsync(PriceMinute.Table, Key.Of(day), null, PageRows))
            {
                if (minute.Time < from || minute.Time > to)
                    continue;
                var begin = from + (step * Math.Floor((minute.Time - from) / step));
                if (steps.Count == 0 || steps[^1].Time != begin)
                    steps.Add(new PriceStep(begin, 0, 0, 0, 0));
                steps[^1] = steps[^1].With(minute);
            }
        }

        return steps;
    }
}

/// <summary>Means of one step.</summary>
/// <param name="Time">When it begins.</param>
/// <param name="PriceThousandths">The price.</param>
/// <param name="CpuThousandths">Share of the processors in use.</param>
/// <param name="MemoryThousandths">Share of the memory in use.</param>
/// <param name="Minutes">Minutes in which something was measured.</param>
public sealed record PriceStep(DateTimeOffset Time, double PriceThousandths, double CpuThousandths, double MemoryThousandths, int Minutes)
{
    internal PriceStep With(PriceMinute minute) => new(
        Time,
        Mean(PriceThousandths, minute.PriceThousandths),
        Mean(CpuThousandths, minute.CpuThousandths),
        Mean(MemoryThousandths, minute.MemoryThousandths),
        Minutes + 1);

    private double Mean(double mean, int next) => mean + ((next - mean) / (Minutes + 1));
}
