using Hops.Metadata.Tables;

namespace Hops.Platform.Compute;

/// <summary>Price and load of one minute, each the mean of what was measured in it, in thousandths.</summary>
public sealed record PriceMinute
{
    /// <summary>Days since 1970-01-01, UTC.</summary>
    public required long Day { get; init; }

    /// <summary>Minute of the day, from 0.</summary>
    public required long Minute { get; init; }

    /// <summary>The price.</summary>
    public required int PriceThousandths { get; init; }

    /// <summary>Share of the processors in use.</summary>
    public required int CpuThousandths { get; init; }

    /// <summary>Share of the memory in use.</summary>
    public required int MemoryThousandths { get; init; }

    /// <summary>Minutes of a day.</summary>
    internal const long PerDay = 24 * 60;

    internal static readonly Table<PriceMinute> Table = new(
        "compute_prices",
        [
            new("day_number", ColumnType.Int64),
            new("minute_of_day", ColumnType.Int64),
            new("price_thousandths", ColumnType.Int64),
            new("cpu_thousandths", ColumnType.Int64),
            new("memory_thousandths", ColumnType.Int64),
        ],
        keyLength: 2,
        partitionLength: 1,
        read => new PriceMinute
        {
            Day = read.Int64(),
            Minute = read.Int64(),
            PriceThousandths = (int)read.Int64(),
            CpuThousandths = (int)read.Int64(),
            MemoryThousandths = (int)read.Int64(),
        },
        (row, write) =>
        {
            write.Int64(row.Day);
            write.Int64(row.Minute);
            write.Int64(row.PriceThousandths);
            write.Int64(row.CpuThousandths);
            write.Int64(row.MemoryThousandths);
        });

    /// <summary>When the minute begins.</summary>
    public DateTimeOffset Time => DateTimeOffset.FromUnixTimeSeconds(((Day * PerDay) + Minute) * 60);

    /// <summary>The mean of what was measured in the minute of a time.</summary>
    internal static PriceMinute Of(DateTimeOffset time, IReadOnlyCollection<PriceNow> prices)
    {
        var (day, minute) = Math.DivRem(time.ToUnixTimeSeconds() / 60, PerDay);
        return new PriceMinute
        {
            Day = day,
            Minute = minute,
            PriceThousandths = (int)Math.Round(prices.Average(price => price.Thousandths)),
            CpuThousandths = Thousandths(prices.Average(price => price.Load.Cpu)),
            MemoryThousandths = Thousandths(prices.Average(price => price.Load.Memory)),
        };
    }

    private static int Thousandths(double share) => (int)Math.Round(Math.Clamp(share, 0, 1) * Charge.Thousandths);
}
