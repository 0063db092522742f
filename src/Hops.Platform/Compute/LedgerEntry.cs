using Hops.Metadata.Tables;

namespace Hops.Platform.Compute;

/// <summary>One runner in the ledger of its project: who ran what, when, what it used and what that cost, as of its last interval.</summary>
public sealed record LedgerEntry
{
    /// <summary>The project that pays.</summary>
    public required long ProjectId { get; init; }

    /// <summary>Number in the ledger of the project, from 1 without gaps.</summary>
    public required long Number { get; init; }

    /// <summary>Who ran what.</summary>
    public required ComputeWork Work { get; init; }

    /// <summary>When it started.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>When it ended; null while it runs.</summary>
    public DateTimeOffset? Stopped { get; init; }

    /// <summary>Number of its last interval; 0 before the first.</summary>
    public long Sequence { get; init; }

    /// <summary>End of its last interval, which is the start of the present one.</summary>
    public required DateTimeOffset Charged { get; init; }

    /// <summary>Price of the present interval.</summary>
    public required int PriceThousandths { get; init; }

    /// <summary>What it has used up to its last interval.</summary>
    public ComputeUse Use { get; init; }

    /// <summary>Most memory that it was seen to hold.</summary>
    public long PeakBytes { get; init; }

    /// <summary>What that costs.</summary>
    public Charge Cost { get; init; }

    /// <summary>True if some of it was sampled and not counted by the kernel.</summary>
    public bool IsEstimated { get; init; }

    internal static readonly Table<LedgerEntry> Table = new(
        "compute_ledger",
        [
            new("project_id", ColumnType.Int64),
            new("number", ColumnType.Int64),
            new("user_id", ColumnType.Int64),
            new("user_name", ColumnType.Text),
            new("kind", ColumnType.Int64),
            new("work_id", ColumnType.Int64),
            new("work_name", ColumnType.Text),
            new("started_ms", ColumnType.Int64),
            new("stopped_ms", ColumnType.Int64, IsNullable: true),
            new("last_sequence", ColumnType.Int64),
            new("charged_ms", ColumnType.Int64),
            new("price_thousandths", ColumnType.Int64),
            new("cpu_us", ColumnType.Int64),
            new("memory_byte_s", ColumnType.Int64),
            new("peak_bytes", ColumnType.Int64),
            new("base_millicredits", ColumnType.Int64),
            new("millicredits", ColumnType.Int64),
            new("is_estimated", ColumnType.Int64),
        ],
        keyLength: 2,
        partitionLength: 1,
        read => new LedgerEntry
        {
            ProjectId = read.Int64(),
            Number = read.Int64(),
            Work = new ComputeWork(read.Int64(), read.Text(), (WorkKind)read.Int64(), read.Int64(), read.Text()),
            Started = DateTimeOffset.FromUnixTimeMilliseconds(read.Int64()),
            Stopped = read.Int64OrNull() is { } stoppedMs ? DateTimeOffset.FromUnixTimeMilliseconds(stoppedMs) : null,
            Sequence = read.Int64(),
            Charged = DateTimeOffset.FromUnixTimeMilliseconds(read.Int64()),
            PriceThousandths = (int)read.Int64(),
            Use = new ComputeUse(read.Int64(), read.Int64()),
            PeakBytes = read.Int64(),
            Cost = new Charge(read.Int64(), read.Int64()),
            IsEstimated = read.Int64() != 0,
        },
        (row, write) =>
        {
            write.Int64(row.ProjectId);
            write.Int64(row.Number);
            write.Int64(row.Work.UserId);
            write.Text(row.Work.UserName);
            write.Int64((long)row.Work.Kind);
            write.Int64(row.Work.QueryId);
            write.Text(row.Work.Name);
            write.Int64(row.Started.ToUnixTimeMilliseconds());
            write.Int64(row.Stopped?.ToUnixTimeMilliseconds());
            write.Int64(row.Sequence);
            write.Int64(row.Charged.ToUnixTimeMilliseconds());
            write.Int64(row.PriceThousandths);
            write.Int64(row.Use.CpuMicroseconds);
            write.Int64(row.Use.MemoryByteSeconds);
            write.Int64(row.PeakBytes);
            write.Int64(row.Cost.BaseMillicredits);
            write.Int64(row.Cost.Millicredits);
            write.Int64(row.IsEstimated ? 1 : 0);
        });
}

/// <summary>What a runner does, and for whom.</summary>
/// <param name="UserId">User as whom it runs.</param>
/// <param name="UserName">Name of that user.</param>
/// <param name="Kind">What it does.</param>
/// <param name="QueryId">The query; 0 for statements and plans.</param>
/// <param name="Name">Name of the query; <c>sql</c> or <c>plan</c> for the others.</param>
public sealed record ComputeWork(long UserId, string UserName, WorkKind Kind, long QueryId, string Name)
{
    /// <summary>What stands for it where sums are kept: the query, or all that is of its kind.</summary>
    internal long Key => Kind == WorkKind.Query ? QueryId : -(long)Kind;
}

/// <summary>What a runner does. Stored as a number: never renumber.</summary>
public enum WorkKind
{
    /// <summary>Runs a streaming query.</summary>
    Query = 1,

    /// <summary>Answers an SQL statement.</summary>
    Sql = 2,

    /// <summary>Checks a query that is to be made.</summary>
    Plan = 3,
}
