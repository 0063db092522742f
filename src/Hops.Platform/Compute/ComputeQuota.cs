using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Ownership;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Platform.Compute;

/// <summary>The compute quota as one of the things that belong to a project.</summary>
/// <param name="options">Quota of a project of which nothing was said.</param>
public sealed class ComputeQuota(ComputeOptions options) : IProjectResource
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
        await transaction.DeleteAsync(ComputeAccount.Table, Key.Of(projectId));
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ResourceUse>> UseInAsync(ReadTransaction read, long projectId)
    {
        var account = await ComputeAccount.OfAsync(read, projectId);
        return [new ResourceUse(UseName, UseUnit.Millicredits, account.UsedMillicredits, account.LimitMillicredits(options)) { Warning = account.Warning(options) }];
    }

    /// <summary>Sets the quota of a project in the transaction that alters it.</summary>
    internal static async Task SetAsync(WriteTransaction transaction, long projectId, long credits, ComputeOptions options)
    {
        var account = await ComputeAccount.OfAsync(transaction, projectId, LockMode.Write);
        await ComputeAccount.StoreAsync(transaction, account with { QuotaCredits = credits }, options);
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
