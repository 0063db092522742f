using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Tours;

namespace Hops.Platform.Compute;

/// <summary>Charges a runner for an interval, or closes its entry with the last one; for whoever starts runners, not a right of any user.</summary>
public static class ChargeRunner
{
    /// <summary>Charges what was used since the interval before. An interval that was charged already is not charged again.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="entry">The entry as it was after the interval before.</param>
    /// <param name="reading">What its meter shows.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The entry as it is now; null if it is gone with its project.</returns>
    public static async Task<LedgerEntry?> RunAsync(HopsPlatform platform, LedgerEntry entry, MeterReading reading, CancellationToken cancellationToken)
    {
        var options = platform.Options.Compute;
        return await platform.Store.WriteAsync(
            async transaction =>
            {
                var present = await transaction.GetAsync(LedgerEntry.Table, Key.Of(entry.ProjectId, entry.Number), LockMode.Write);
                if (present is null || present.Sequence != entry.Sequence || present.Stopped is not null)
                    return present;
                var interval = IntervalOf(present, reading, options);
                await transaction.InsertAsync(LedgerInterval.Table, interval);
                var next = Next(present, interval, reading, platform.PriceIn(present.ProjectId).Thousandths);
                await transaction.UpdateAsync(LedgerEntry.Table, next);
                if (reading.IsLast)
                    await CloseAsync(transaction, next);
                await AddAsync(platform, transaction, present.Work, interval);
                return next;
            },
            cancellationToken);
    }

    /// <summary>The interval that a reading ends: a pure function, so that the ledger can be checked without a database.</summary>
    internal static LedgerInterval IntervalOf(LedgerEntry entry, MeterReading reading, ComputeOptions options)
    {
        var use = reading.Use.Since(entry.Use);
        return new LedgerInterval
        {
            ProjectId = entry.ProjectId,
            Number = entry.Number,
            Sequence = entry.Sequence + 1,
            Started = entry.Charged,
            Stopped = reading.Time > entry.Charged ? reading.Time : entry.Charged,
            PriceThousandths = entry.PriceThousandths,
            Use = use,
            Cost = Charge.Of(use, entry.PriceThousandths, options.MemoryPerCoreBytes),
            IsEstimated = reading.IsEstimated,
        };
    }

    /// <summary>The entry after an interval.</summary>
    internal static LedgerEntry Next(LedgerEntry entry, LedgerInterval interval, MeterReading reading, int priceNext) => entry with
    {
        Sequence = interval.Sequence,
        Charged = interval.Stopped,
        Stopped = reading.IsLast ? interval.Stopped : null,
        PriceThousandths = priceNext,
        Use = entry.Use + interval.Use,
        PeakBytes = Math.Max(entry.PeakBytes, reading.PeakBytes),
        Cost = entry.Cost + interval.Cost,
        IsEstimated = entry.IsEstimated || reading.IsEstimated,
    };

    private static async Task CloseAsync(WriteTransaction transaction, LedgerEntry entry)
    {
        var key = Key.Of(entry.ProjectId, entry.Number);
        await transaction.GetAsync(OpenRunner.Table, key, LockMode.Destroy);
        await transaction.DeleteAsync(OpenRunner.Table, key);
    }

    private static async Task AddAsync(HopsPlatform platform, WriteTransaction transaction, ComputeWork work, LedgerInterval interval)
    {
        var allowance = await ComputeAllowance.OfAsync(transaction, interval.ProjectId, platform.Options.Compute, transaction.Now, LockMode.Write);
        // The last interval of a demo project that was kept meanwhile stays free, and counts for nothing any more.
        var isKept = interval.PriceThousandths == Charge.Free && await transaction.GetAsync(DemoProject.Table, Key.Of(interval.ProjectId)) is null;
        var counted = isKept ? 0 : interval.Cost.CountedMillicredits(interval.PriceThousandths);
        await allowance.Charged((counted, interval.Cost.Millicredits), interval.Stopped).StoreAsync(platform, transaction);
        var day = DailyUse.DayOf(interval.Stopped);
        var sum = await transaction.GetAsync(DailyUse.Table, Key.Of(interval.ProjectId, work.Key, day, work.UserId), LockMode.Write) ?? new DailyUse
        {
            ProjectId = interval.ProjectId,
            WorkKey = work.Key,
            Day = day,
            UserId = work.UserId,
            UserName = work.UserName,
            WorkName = work.Name,
        };
        await transaction.PutAsync(DailyUse.Table, sum.With(interval));
    }
}

/// <summary>What the meter of a runner shows.</summary>
/// <param name="Use">What it has used since its start.</param>
/// <param name="PeakBytes">Most memory that it was seen to hold.</param>
/// <param name="IsEstimated">True if it was sampled and not counted by the kernel.</param>
/// <param name="Time">When it was read.</param>
/// <param name="IsLast">True if the runner has ended.</param>
public sealed record MeterReading(ComputeUse Use, long PeakBytes, bool IsEstimated, DateTimeOffset Time, bool IsLast);
