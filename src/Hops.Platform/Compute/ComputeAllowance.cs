using Hops.Core.Errors;
using Hops.Metadata.Ownership;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Warnings;

namespace Hops.Platform.Compute;

/// <summary>
/// What a project may still spend on compute at a moment: no more than its quota, which an administrator gives, and no more in a month than its
/// budget, which its owners set. Whatever starts or goes on asks here.
/// </summary>
/// <param name="Account">All that it was ever charged, and its quota.</param>
/// <param name="Budget">What it was charged in this month, and its budget.</param>
/// <param name="Options">Quota of a project of which nothing was said.</param>
/// <param name="Now">The moment.</param>
public sealed record ComputeAllowance(ComputeAccount Account, ComputeBudget Budget, ComputeOptions Options, DateTimeOffset Now)
{
    /// <summary>What is left, never less than nothing; null if nothing limits it.</summary>
    public long? RemainingMillicredits
    {
        get
        {
            var ofQuota = Account.LimitMillicredits(Options) - Account.UsedMillicredits;
            var ofBudget = Budget.LimitMillicredits - Budget.SpentMillicreditsAt(Now);
            return (ofQuota, ofBudget) is (null, null) ? null : Math.Max(0, Math.Min(ofQuota ?? long.MaxValue, ofBudget ?? long.MaxValue));
        }
    }

    /// <summary>As uses of the project.</summary>
    internal IReadOnlyList<ResourceUse> Uses =>
    [
        new(ComputeQuota.UseName, UseUnit.Millicredits, Account.UsedMillicredits, Account.LimitMillicredits(Options)) { IsOfSettings = Account.QuotaCredits is null },
        Budget.UseAt(Now),
    ];

    /// <summary>Reads that of a project.</summary>
    public static async ValueTask<ComputeAllowance> OfAsync(
        ReadTransaction read, long projectId, ComputeOptions options, DateTimeOffset now, LockMode lockMode = LockMode.None)
    {
        var account = await ComputeAccount.OfAsync(read, projectId, lockMode);
        var budget = await read.GetAsync(ComputeBudget.Table, Key.Of(projectId), lockMode) ?? new ComputeBudget { ProjectId = projectId };
        return new ComputeAllowance(account, budget, options, now);
    }

    /// <summary>True if no runner may start: what is used is a limit, or more.</summary>
    /// <param name="pendingMillicredits">What was used and is not charged yet.</param>
    public bool IsUsedUp(long pendingMillicredits = 0) => RemainingMillicredits is { } left && left <= pendingMillicredits;

    /// <summary>Demands that there is something left.</summary>
    /// <exception cref="PlatformException"><c>QuotaExceeded</c>: no runner may start.</exception>
    public void Demand()
    {
        if (IsUsedUp())
            throw UsedUp();
    }

    /// <summary>The refusal of a runner that may not start, or not go on: by what it waits for longer.</summary>
    public PlatformException UsedUp() =>
        Account.LimitMillicredits(Options) <= Account.UsedMillicredits || Budget.LimitMillicredits is null ? Account.UsedUp(Options) : Budget.UsedUp(Now);

    /// <summary>After a charge: what counts towards the quota, and what was spent.</summary>
    internal ComputeAllowance Charged((long Counted, long Spent) millicredits, DateTimeOffset at) => this with
    {
        Account = Account with { UsedMillicredits = Account.UsedMillicredits + millicredits.Counted },
        Budget = Budget.Charged(millicredits.Spent, at),
    };

    /// <summary>Stores it, and warns of what is nearly or wholly used.</summary>
    internal async Task StoreAsync(HopsPlatform platform, WriteTransaction transaction)
    {
        await transaction.PutAsync(ComputeAccount.Table, Account);
        await transaction.PutAsync(ComputeBudget.Table, Budget);
        foreach (var use in Uses)
            await NoteUse.RunAsync(platform, transaction, Account.ProjectId, use);
    }
}
