using Hops.Metadata.Tables;

namespace Hops.Platform.Compute;

/// <summary>One interval of a runner: its number makes a charge that is tried twice one charge.</summary>
public sealed record LedgerInterval
{
    /// <summary>The project that pays.</summary>
    public required long ProjectId { get; init; }

    /// <summary>Number of the runner in the ledger.</summary>
    public required long Number { get; init; }

    /// <summary>Number of the interval, from 1 without gaps.</summary>
    public required long Sequence { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset Stopped { get; init; }

    /// <summary>Price in it.</summary>
    public required int PriceThousandths { get; init; }

    /// <summary>What was used in it.</summary>
    public required ComputeUse Use { get; init; }

    /// <summary>What that costs.</summary>
    public required Charge Cost { get; init; }

    /// <summary>True if it was sampled and not counted by the kernel.</summary>
    public required bool IsEstimated { get; init; }

    internal static readonly Table<LedgerInterval> Table = new(
        "compute_intervals",
        [
            new("project_id", ColumnType.Int64),
            new("number", ColumnType.Int64),
            new("sequence", ColumnType.Int64),
            new("started_ms", ColumnType.Int64),
            new("stopped_ms", ColumnType.Int64),
            new("price_thousandths", ColumnType.Int64),
            new("cpu_us", ColumnType.Int64),
            new("memory_byte_s", ColumnType.Int64),
            new("base_millicredits", ColumnType.Int64),
            new("millicredits", ColumnType.Int64),
            new("is_estimated", ColumnType.Int64),
        ],
        keyLength: 3,
        partitionLength: 1,
        read => new LedgerInterval
        {
            ProjectId = read.Int64(),
            Number = read.Int64(),
            Sequence = read.Int64(),
            Started = DateTimeOffset.FromUnixTimeMilliseconds(read.Int64()),
            Stopped = DateTimeOffset.FromUnixTimeMilliseconds(read.Int64()),
            PriceThousandths = (int)read.Int64(),
            Use = new ComputeUse(read.Int64(), read.Int64()),
            Cost = new Charge(read.Int64(), read.Int64()),
            IsEstimated = read.Int64() != 0,
        },
        (row, write) =>
        {
            write.Int64(row.ProjectId);
            write.Int64(row.Number);
            write.Int64(row.Sequence);
            write.Int64(row.Started.ToUnixTimeMilliseconds());
            write.Int64(row.Stopped.ToUnixTimeMilliseconds());
            write.Int64(row.PriceThousandths);
            write.Int64(row.Use.CpuMicroseconds);
            write.Int64(row.Use.MemoryByteSeconds);
            write.Int64(row.Cost.BaseMillicredits);
            write.Int64(row.Cost.Millicredits);
            write.Int64(row.IsEstimated ? 1 : 0);
        });
}
