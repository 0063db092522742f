using Hops.Platform.Compute;

namespace Hops.Platform.Tests.Compute;

public sealed class ChargeTests
{
    private const long Gib = 1L << 30;
    private const int Runs = 500;

    [Theory]
    [InlineData(0, 0, 1000, 0, 0)]
    [InlineData(1_000_000, 0, 1000, 1000, 1000)]
    [InlineData(1_000_000, 0, 1800, 1000, 1800)]
    [InlineData(1, 0, 1000, 1, 1)]
    [InlineData(1_001, 0, 1000, 2, 2)]
    [InlineData(0, 1, 1000, 1, 1)]
    [InlineData(0, 4 * Gib, 1000, 1000, 1000)]
    [InlineData(999_999, 4 * Gib, 1500, 1000, 1500)]
    [InlineData(2_000_000, 4 * Gib, 1500, 2000, 3000)]
    public void It_is_the_larger_of_processors_and_memory_times_the_price_rounded_up(long cpuMicroseconds, long byteSeconds, int price, long atOne, long charged) =>
        Charge.Of(new ComputeUse(cpuMicroseconds, byteSeconds), price, 4 * Gib).ShouldBe(new Charge(atOne, charged));

    [Fact]
    public void No_use_is_so_large_that_it_costs_less_than_a_smaller_one() =>
        Charge.Of(new ComputeUse(long.MaxValue, long.MaxValue), 1_000_000, 1L << 20).Millicredits.ShouldBe(long.MaxValue);

    /// <summary>
    /// Any course of readings, some told twice, some after a crash that lost what was not charged yet: the intervals follow each other without gaps
    /// and add up to what the meter last showed, and the cost is that of the whole but for what is rounded up in each.
    /// </summary>
    [Fact]
    public void Whatever_the_course_of_readings_the_ledger_adds_up_to_what_the_meter_has_shown()
    {
        for (var run = 0; run < Runs; run++)
        {
            var random = new Random(run);
            var options = new ComputeOptions { MemoryPerCoreBytes = random.NextInt64(1L << 20, 1L << 40) };
            var entry = Entry();
            var intervals = new List<LedgerInterval>();
            MeterReading reading = Reading(entry, random, isLast: false);
            for (var count = random.Next(1, 40); count >= 0; count--)
            {
                // One that goes back in time or in use, as a meter that was lost does, charges nothing twice.
                var lost = random.Next(5) == 0 ? reading with { Use = new ComputeUse(entry.Use.CpuMicroseconds / 2, 0), Time = entry.Charged.AddSeconds(-1) } : reading;
                var interval = ChargeRunner.IntervalOf(entry, lost with { IsLast = count == 0 }, options);
                intervals.Add(interval);
                entry = ChargeRunner.Next(entry, interval, lost with { IsLast = count == 0 }, random.Next(1000, 3000));
                reading = Reading(entry, random, isLast: false);
            }

            ShouldAddUp(entry, intervals, options);
        }
    }

    private static void ShouldAddUp(LedgerEntry entry, List<LedgerInterval> intervals, ComputeOptions options)
    {
        intervals.Select(interval => interval.Sequence).ShouldBe(Enumerable.Range(1, intervals.Count).Select(number => (long)number));
        intervals.Zip(intervals.Skip(1)).ShouldAllBe(pair => pair.First.Stopped == pair.Second.Started);
        intervals.ShouldAllBe(interval => interval.Stopped >= interval.Started && interval.Cost.Millicredits >= interval.Cost.BaseMillicredits);
        entry.Use.ShouldBe(intervals.Aggregate(default(ComputeUse), (sum, interval) => sum + interval.Use));
        entry.Cost.ShouldBe(new Charge(intervals.Sum(interval => interval.Cost.BaseMillicredits), intervals.Sum(interval => interval.Cost.Millicredits)));
        entry.Stopped.ShouldBe(intervals[^1].Stopped);
        var exact = intervals.Sum(interval =>
            Math.Max(interval.Use.CpuMicroseconds / 1e6, interval.Use.MemoryByteSeconds / (double)options.MemoryPerCoreBytes) * interval.PriceThousandths);
        ((double)entry.Cost.Millicredits).ShouldBeInRange(exact - 1, (exact * (1 + 1e-9)) + intervals.Count + 1);
    }

    private static MeterReading Reading(LedgerEntry entry, Random random, bool isLast) => new(
        entry.Use + new ComputeUse(random.NextInt64(0, 600_000_000), random.NextInt64(0, 600 * Gib)), random.NextInt64(Gib), random.Next(2) == 0,
        entry.Charged.AddMilliseconds(random.Next(0, 60_000)), isLast);

    private static LedgerEntry Entry() => new()
    {
        ProjectId = 1,
        Number = 1,
        Work = new ComputeWork(1, "ada", WorkKind.Query, 7, "q"),
        Started = DateTimeOffset.UnixEpoch,
        Charged = DateTimeOffset.UnixEpoch,
        PriceThousandths = 1000,
    };
}
