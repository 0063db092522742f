using System.ComponentModel.DataAnnotations;

namespace Hops.Platform.Compute;

/// <summary>How compute is measured, priced and limited (docs/adr/0094, docs/adr/0095). A credit is one second of one processor at price 1.</summary>
public sealed record ComputeOptions
{
    /// <summary>Largest quota, in credits: some 30,000 years of one processor.</summary>
    public const long QuotaCreditsMax = 1_000_000_000_000;

    /// <summary>Quota of a project of which an administrator has said nothing, in credits; default 1,000,000: a processor for 11 days. -1 for no limit.</summary>
    [Range(-1L, QuotaCreditsMax)]
    public long QuotaCredits { get; init; } = 1_000_000;

    /// <summary>Share in use, of processors or of memory, up to which the price is 1; default 0.2, as the original.</summary>
    [Range(0.0, 1.0)]
    public double PriceThreshold { get; init; } = 0.2;

    /// <summary>By how much the price grows from there to full use; default 1, as the original: 1.8 when all is in use.</summary>
    [Range(0.0, 100.0)]
    public double PriceFactor { get; init; } = 1;

    /// <summary>The price is never higher, whatever the factor; default 3.</summary>
    [Range(1.0, 1_000.0)]
    public double PriceMaximum { get; init; } = 3;

    /// <summary>How often the price is computed; default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan PriceInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Prices are kept for so long, one row a minute; default 90 days, which are 130,000 rows.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan PriceRetention { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Memory that costs as much as one processor, in bytes; default 4 GiB. A charge is the larger of the two.</summary>
    [Range(1L << 20, 1L << 50)]
    public long MemoryPerCoreBytes { get; init; } = 4L << 30;

    /// <summary>Longest interval that is charged as one; what a crash of the server loses is at most this; default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan ChargeInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Runners and their intervals are kept in the ledger for so long after their end; default 90 days.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan LedgerRetention { get; init; } = TimeSpan.FromDays(90);

    /// <summary>The sums of a day, by query and user, are kept for so long; default 800 days.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan TotalsRetention { get; init; } = TimeSpan.FromDays(800);
}
