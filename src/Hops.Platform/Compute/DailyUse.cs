using Hops.Metadata.Tables;

namespace Hops.Platform.Compute;

/// <summary>What one query, or all statements, of one user have used on one day (UTC): the ledger summed up, so that sums need not read all of it.</summary>
public sealed record DailyUse
{
    /// <summary>The project that pays.</summary>
    public required long ProjectId { get; init; }

    /// <summary>The query; a negative number for all work of a kind that is no query.</summary>
    public required long WorkKey { get; init; }

    /// <summary>Days since 1970-01-01, UTC, on which intervals ended.</summary>
    public required long Day { get; init; }

    /// <summary>The user.</summary>
    public required long UserId { get; init; }

    /// <summary>Name of the user.</summary>
    public required string UserName { get; init; }

    /// <summary>Name of the query; <c>sql</c> or <c>plan</c>.</summary>
    public required string WorkName { get; init; }

    /// <summary>Runners that had their first interval on this day.</summary>
    public long Runners { get; init; }

    /// <summary>Time for which they ran, together.</summary>
    public TimeSpan Running { get; init; }

    /// <summary>What they used.</summary>
    public ComputeUse Use { get; init; }

    /// <summary>What that costs.</summary>
    public Charge Cost { get; init; }

    internal static readonly Table<DailyUse> Table = new(
        "compute_days",
        [
            new("project_id", ColumnType.Int64),
            new("work_key", ColumnType.Int64),
            new("day_number", ColumnType.Int64),
            new("user_id", ColumnType.Int64),
            new("user_name", ColumnType.Text),
            new("work_name", ColumnType.Text),
            new("runners", ColumnType.Int64),
            new("running_ms", ColumnType.Int64),
            new("cpu_us", ColumnType.Int64),
            new("memory_byte_s", ColumnType.Int64),
            new("base_millicredits", ColumnType.Int64),
            new("millicredits", ColumnType.Int64),
        ],
        keyLength: 4,
        partitionLength: 1,
        read => new DailyUse
        {
            ProjectId = read.Int64(),
            WorkKey = read.Int64(),
            Day = read.Int64(),
            UserId = read.Int64(),
            UserName = read.Text(),
            WorkName = read.Text(),
            Runners = read.Int64(),
            Running = TimeSpan.FromMilliseconds(read.Int64()),
            Use = new ComputeUse(read.Int64(), read.Int64()),
            Cost = new Charge(read.Int64(), read.Int64()),
        },
        (row, write) =>
        {
            write.Int64(row.ProjectId);
            write.Int64(row.WorkKey);
            write.Int64(row.Day);
            write.Int64(row.UserId);
            write.Text(row.UserName);
            write.Text(row.WorkName);
            write.Int64(row.Runners);
            write.Int64((long)row.Running.TotalMilliseconds);
            write.Int64(row.Use.CpuMicroseconds);
            write.Int64(row.Use.MemoryByteSeconds);
            write.Int64(row.Cost.BaseMillicredits);
            write.Int64(row.Cost.Millicredits);
        });

    /// <summary>The day of a time.</summary>
    internal static long DayOf(DateTimeOffset time) => Math.DivRem(time.ToUnixTimeSeconds(), 86_400).Quotient;

    internal DailyUse With(LedgerInterval interval) => this with
    {
        Runners = Runners + (interval.Sequence == 1 ? 1 : 0),
        Running = Running + (interval.Stopped - interval.Started),
        Use = Use + interval.Use,
        Cost = Cost + interval.Cost,
    };
}
