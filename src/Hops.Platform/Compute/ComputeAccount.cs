using System.Globalization;
using Hops.Core.Errors;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

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

    /// <summary>Stands for a quota without limit.</summary>
    public const long NoLimit = -1;

    /// <summary>What was told of the quota stood here once. The checksum of a row is over its columns, so the column stays.</summary>
    private const long FormerlyWarned = 0;

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
        read =>
        {
            var account = new ComputeAccount
            {
                ProjectId = read.Int64(),
                QuotaCredits = read.Int64OrNull(),
                UsedMillicredits = read.Int64(),
                LastNumber = read.Int64(),
            };
            read.Int64();
            return account;
        },
        (row, write) =>
        {
            write.Int64(row.ProjectId);
            write.Int64(row.QuotaCredits);
            write.Int64(row.UsedMillicredits);
            write.Int64(row.LastNumber);
            write.Int64(FormerlyWarned);
        });

    /// <summary>The limit in force; null if there is none.</summary>
    public long? LimitMillicredits(ComputeOptions options) =>
        (QuotaCredits ?? options.QuotaCredits) is >= 0 and var credits ? credits * Charge.Thousandths : null;

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

    /// <summary>Reads the account of a project.</summary>
    public static async ValueTask<ComputeAccount> OfAsync(ReadTransaction read, long projectId, LockMode lockMode = LockMode.None) =>
        await read.GetAsync(Table, Key.Of(projectId), lockMode) ?? new ComputeAccount { ProjectId = projectId };

    private static string Credits(long millicredits) => (millicredits / (decimal)Charge.Thousandths).ToString("0.###", CultureInfo.InvariantCulture);
}
