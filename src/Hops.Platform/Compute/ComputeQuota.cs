using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Ownership;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Warnings;

namespace Hops.Platform.Compute;

/// <summary>What a project has used of compute, of its quota and of its budget, as one of the things that belong to it.</summary>
/// <param name="options">Quota of a project of which nothing was said.</param>
/// <param name="time">The clock, for the month of the budget.</param>
public sealed class ComputeQuota(ComputeOptions options, TimeProvider time) : IProjectResource
{
    /// <summary>Name of the use in <c>hops project usage</c>.</summary>
    public const string UseName = "compute";

    /// <inheritdoc/>
    public async ValueTask RemoveInAsync(WriteTransaction transaction, Principal actor, long projectId)
    {
        await WholePartition.RemoveAsync(transaction, LedgerInterval.Table, Key.Of(projectId));
        await WholePartition.RemoveAsync(transaction, LedgerEntry.Table, Key.Of(projectId));
        await WholePartition.RemoveAsync(transaction, OpenRunner.Table, Key.Of(projectId));
        await WholePartition.RemoveAsync(transaction, DailyUse.Table, Key.Of(projectId));
        await WholePartition.RemoveAsync(transaction, UseWarning.Table, Key.Of(projectId));
        await transaction.DeleteAsync(ComputeBudget.Table, Key.Of(projectId));
        await transaction.DeleteAsync(ComputeAccount.Table, Key.Of(projectId));
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ResourceUse>> UseInAsync(ReadTransaction read, long projectId) =>
        (await ComputeAllowance.OfAsync(read, projectId, options, time.GetUtcNow())).Uses;

    /// <summary>Sets quota and budget of a project in the transaction that alters it; null leaves what is there.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>: a budget beyond the quota.</exception>
    internal static async Task SetAsync(HopsPlatform platform, WriteTransaction transaction, long projectId, (long? Quota, long? Budget) credits)
    {
        var options = platform.Options.Compute;
        var allowance = await ComputeAllowance.OfAsync(transaction, projectId, options, transaction.Now, LockMode.Write);
        var account = allowance.Account with { QuotaCredits = credits.Quota ?? allowance.Account.QuotaCredits };
        if (credits.Budget is { } budget)
            ComputeBudget.Check(budget, account, options);
        var next = allowance with { Account = account, Budget = allowance.Budget with { Credits = credits.Budget ?? allowance.Budget.Credits } };
        await next.StoreAsync(platform, transaction);
    }

    /// <summary>Gives a demo project its own quota, of which what it uses is counted though it costs nothing.</summary>
    internal static async Task SetDemoAsync(HopsPlatform platform, WriteTransaction transaction, long projectId) =>
        await transaction.PutAsync(ComputeAccount.Table, new ComputeAccount { ProjectId = projectId, QuotaCredits = platform.Options.Tours.ProjectCredits });

    /// <summary>Ends that: what was used before is forgotten, and the quota is that of every project, unless an administrator has set another one.</summary>
    internal static async Task BeginAnewAsync(HopsPlatform platform, WriteTransaction transaction, long projectId)
    {
        var allowance = await ComputeAllowance.OfAsync(transaction, projectId, platform.Options.Compute, transaction.Now, LockMode.Write);
        var quota = allowance.Account.QuotaCredits == platform.Options.Tours.ProjectCredits ? null : allowance.Account.QuotaCredits;
        await (allowance with { Account = allowance.Account with { QuotaCredits = quota, UsedMillicredits = 0 } }).StoreAsync(platform, transaction);
    }

    /// <summary>Refuses what is no quota.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>.</exception>
    internal static void Check(long credits)
    {
        if (credits is < ComputeAccount.NoLimit or > ComputeOptions.QuotaCreditsMax)
        {
            throw new PlatformException(
                ErrorCode.InvalidArgument, $"A compute quota is 0 to {ComputeOptions.QuotaCreditsMax} credits, or {ComputeAccount.NoLimit} for no limit.")
                .With("field", "computeQuotaCredits");
        }
    }
}
