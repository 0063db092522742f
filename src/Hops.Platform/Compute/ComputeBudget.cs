using System.Globalization;
using Hops.Core.Errors;
using Hops.Metadata.Ownership;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Platform.Compute;

/// <summary>
/// What the owners of a project let it spend on compute in a calendar month, UTC, and what it has spent in this one. A project without a row has no
/// budget and has spent nothing (ADR 0115).
/// </summary>
public sealed record ComputeBudget
{
    /// <summary>Name of the use in <c>hops project usage</c>.</summary>
    public const string UseName = "budget";

    /// <summary>Stands for no budget.</summary>
    public const long None = 0;

    private const int MonthsPerYear = 12;

    /// <summary>Before so much of a month has gone, what will be spent in it is anybody's guess.</summary>
    private static readonly TimeSpan ForecastAfter = TimeSpan.FromDays(1);

    /// <summary>The project.</summary>
    public required long ProjectId { get; init; }

    /// <summary>The budget of a month, in credits; <see cref="None"/> if there is none.</summary>
    public long Credits { get; init; } = None;

    /// <summary>The last month in which something was spent: twelve a year since the year 0.</summary>
    public long Month { get; init; }

    /// <summary>What all runners together were charged in that month.</summary>
    public long SpentMillicredits { get; init; }

    internal static readonly Table<ComputeBudget> Table = new(
        "compute_budgets",
        [
            new("project_id", ColumnType.Int64),
            new("credits", ColumnType.Int64),
            new("month", ColumnType.Int64),
            new("spent_millicredits", ColumnType.Int64),
        ],
        keyLength: 1,
        partitionLength: 0,
        read => new ComputeBudget { ProjectId = read.Int64(), Credits = read.Int64(), Month = read.Int64(), SpentMillicredits = read.Int64() },
        (row, write) =>
        {
            write.Int64(row.ProjectId);
            write.Int64(row.Credits);
            write.Int64(row.Month);
            write.Int64(row.SpentMillicredits);
        });

    /// <summary>The limit in force; null if there is none.</summary>
    public long? LimitMillicredits => Credits == None ? null : Credits * Charge.Thousandths;

    /// <summary>What is spent in the month of a time. A clock that was set back gives nothing back: until it has caught up, the later month goes on.</summary>
    public long SpentMillicreditsAt(DateTimeOffset now) => MonthOf(now) <= Month ? SpentMillicredits : 0;

    /// <summary>What will be spent at the end of the month if it goes on so; null on its first day.</summary>
    public long? ForecastMillicreditsAt(DateTimeOffset now)
    {
        var (first, next) = (FirstOfMonth(now), FirstOfMonth(now).AddMonths(1));
        var gone = now - first;
        return gone < ForecastAfter ? null : (long)Int128.Min(long.MaxValue, (Int128)SpentMillicreditsAt(now) * (next - first).Ticks / gone.Ticks);
    }

    /// <summary>After a charge.</summary>
    internal ComputeBudget Charged(long millicredits, DateTimeOffset at) => this with
    {
        Month = Math.Max(Month, MonthOf(at)),
        SpentMillicredits = SpentMillicreditsAt(at) + millicredits,
    };

    /// <summary>The refusal of a runner that may not start, or not go on.</summary>
    internal PlatformException UsedUp(DateTimeOffset now)
    {
        var spent = SpentMillicreditsAt(now) / (decimal)Charge.Thousandths;
        return new PlatformException(
            ErrorCode.QuotaExceeded,
            string.Create(
                CultureInfo.InvariantCulture,
                $"Budget used up: {spent:0.###} of {Credits} credits of {FirstOfMonth(now):MMMM yyyy}. It goes on on {FirstOfMonth(now).AddMonths(1):d MMMM} (UTC), "
                + $"or when a Data Owner raises the budget (hops project alter --budget)."))
            .With("limit", Credits).With("used", spent);
    }

    /// <summary>As one of the uses of the project.</summary>
    internal ResourceUse UseAt(DateTimeOffset now) => new(UseName, UseUnit.Millicredits, SpentMillicreditsAt(now), LimitMillicredits)
    {
        Forecast = ForecastMillicreditsAt(now),
    };

    /// <summary>Refuses what is no budget.</summary>
    /// <param name="credits">The budget.</param>
    /// <param name="account">The account, whose quota it must not exceed: what an administrator gives is more than nobody can spend.</param>
    /// <param name="options">Quota of a project of which nothing was said.</param>
    /// <exception cref="PlatformException"><c>InvalidArgument</c> with <c>field</c> and <c>maximum</c>.</exception>
    internal static void Check(long credits, ComputeAccount account, ComputeOptions options)
    {
        var most = account.LimitMillicredits(options) / Charge.Thousandths ?? ComputeOptions.QuotaCreditsMax;
        if (credits < None || credits > most)
        {
            throw new PlatformException(
                ErrorCode.InvalidArgument,
                string.Create(CultureInfo.InvariantCulture, $"A budget is 1 to {most} credits a month, as the compute quota of the project allows, or {None} for none."))
                .With("field", "budgetCredits").With("maximum", most);
        }
    }

    private static long MonthOf(DateTimeOffset time) => ((long)time.UtcDateTime.Year * MonthsPerYear) + time.UtcDateTime.Month - 1;

    private static DateTimeOffset FirstOfMonth(DateTimeOffset time) => new(time.UtcDateTime.Year, time.UtcDateTime.Month, 1, 0, 0, 0, TimeSpan.Zero);
}
