using System.Globalization;
using System.Text.Json;
using Hops.Core.Errors;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Users;

namespace Hops.Platform.Compute;

/// <summary>What a project has used of its compute quota. A project without a row has used nothing and has the quota of the settings.</summary>
public sealed record ComputeAccount
{
    /// <summary>The project.</summary>
    public required long ProjectId { get; init; }

    /// <summary>Quota that an administrator has set, in credits; <see cref="NoLimit"/>; null for that of the settings.</summary>
    public long? QuotaCredits { get; init; }

    /// <summary>What all runners together have been charged.</summary>
    public long UsedMillicredits { get; init; }

    /// <summary>Number of the last entry in the ledger, from 1 without gaps.</summary>
    public long LastNumber { get; init; }

    /// <summary>Percentage of the quota of which the trail has told last: 0, 80 or 100.</summary>
    public int WarnedPercent { get; init; }

    /// <summary>Stands for a quota without limit.</summary>
    public const long NoLimit = -1;

    private const int EarlyPercent = 80;
    private const int UpPercent = 100;

    internal static readonly Table<ComputeAccount> Table = new(
        "compute_accounts",
        [
            new("project_id", ColumnType.Int64),
            new("quota_credits", ColumnType.Int64, IsNullable: true),
            new("used_millicredits", ColumnType.Int64),
            new("last_number", ColumnType.Int64),
            new("warned_percent", ColumnType.Int64),
        ],
        keyLength: 1,
        partitionLength: 0,
        read => new ComputeAccount
        {
            ProjectId = read.Int64(),
            QuotaCredits = read.Int64OrNull(),
            UsedMillicredits = read.Int64(),
            LastNumber = read.Int64(),
            WarnedPercent = (int)read.Int64(),
        },
        (row, write) =>
        {
            write.Int64(row.ProjectId);
            write.Int64(row.QuotaCredits);
            write.Int64(row.UsedMillicredits);
            write.Int64(row.LastNumber);
            write.Int64(row.WarnedPercent);
        });

    /// <summary>The limit in force; null if there is none.</summary>
    public long? LimitMillicredits(ComputeOptions options) =>
        (QuotaCredits ?? options.QuotaCredits) is >= 0 and var credits ? credits * Charge.Thousandths : null;

    /// <summary>True if no runner may start: what is used is the limit, or more.</summary>
    public bool IsUsedUp(ComputeOptions options, long pendingMillicredits = 0) =>
        LimitMillicredits(options) is { } limit && UsedMillicredits + pendingMillicredits >= limit;

    /// <summary>Demands that there is something left of the quota.</summary>
    /// <exception cref="PlatformException"><c>QuotaExceeded</c>: no runner may start.</exception>
    public void Demand(ComputeOptions options)
    {
        if (IsUsedUp(options))
            throw UsedUp(options);
    }

    /// <summary>The refusal of a runner that may not start, or not go on.</summary>
    public PlatformException UsedUp(ComputeOptions options)
    {
        var limit = (LimitMillicredits(options) ?? 0) / Charge.Thousandths;
        return new PlatformException(
            ErrorCode.QuotaExceeded,
            $"Compute quota used up: {Credits(UsedMillicredits)} of {limit.ToString(CultureInfo.InvariantCulture)} credits. "
            + "Ask an administrator for more (hops project alter --compute-quota).")
            .With("limit", limit).With("used", UsedMillicredits / (decimal)Charge.Thousandths);
    }

    /// <summary>What its members should know of it, in words; null if all is well.</summary>
    public string? Warning(ComputeOptions options) => PercentReached(options) switch
    {
        UpPercent => "used up: no query and no statement starts",
        EarlyPercent => $"more than {EarlyPercent} % used",
        _ => null,
    };

    /// <summary>Reads the account of a project.</summary>
    public static async ValueTask<ComputeAccount> OfAsync(ReadTransaction read, long projectId, LockMode lockMode = LockMode.None) =>
        await read.GetAsync(Table, Key.Of(projectId), lockMode) ?? new ComputeAccount { ProjectId = projectId };

    /// <summary>Stores an account, and tells the audit trail once when 80 or 100 percent of the quota are reached.</summary>
    internal static async Task StoreAsync(WriteTransaction transaction, ComputeAccount account, ComputeOptions options)
    {
        var reached = account.PercentReached(options);
        await transaction.PutAsync(Table, account with { WarnedPercent = reached });
        if (reached <= account.WarnedPercent)
            return;
        var detail = JsonSerializer.Serialize(
            new { percent = reached, usedMillicredits = account.UsedMillicredits, limitMillicredits = account.LimitMillicredits(options) });
        await HopsPlatform.AuditAsync(transaction, FirstRun.Itself, account.ProjectId, "quota.reached", "compute", detail);
    }

    private int PercentReached(ComputeOptions options) => LimitMillicredits(options) switch
    {
        { } limit when UsedMillicredits >= limit => UpPercent,
        { } limit when UsedMillicredits >= limit / 100 * EarlyPercent => EarlyPercent,
        _ => 0,
    };

    private static string Credits(long millicredits) => (millicredits / (decimal)Charge.Thousandths).ToString("0.###", CultureInfo.InvariantCulture);
}
