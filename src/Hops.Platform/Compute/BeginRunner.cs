using Hops.Core.Errors;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Platform.Compute;

/// <summary>Lets a runner start, and opens its entry in the ledger; for whoever starts runners, not a right of any user.</summary>
public static class BeginRunner
{
    /// <summary>Opens the entry.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="projectId">The project that pays.</param>
    /// <param name="work">Who runs what.</param>
    /// <param name="runner">Id of the runner, and which run of the server starts it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="PlatformException"><c>QuotaExceeded</c> with <c>limit</c> and <c>used</c>; <c>NotFound</c>: the project is gone; <c>ProjectArchived</c>.</exception>
    public static async Task<LedgerEntry> RunAsync(
        HopsPlatform platform, long projectId, ComputeWork work, (long Id, long ServerRun) runner, CancellationToken cancellationToken)
    {
        var options = platform.Options.Compute;
        var price = platform.PriceIn(projectId).Thousandths;
        return await platform.Store.WriteAsync(
            async transaction =>
            {
                if (!platform.Roster.Now.Projects.ContainsKey(projectId))
                    throw new PlatformException(ErrorCode.NotFound, "There is no such project.");
                if (platform.Roster.Now.Archived.ContainsKey(projectId))
                    throw new PlatformException(ErrorCode.ProjectArchived, "The project is archived: nothing runs in it until a Data Owner opens it again.");
                var allowance = await ComputeAllowance.OfAsync(transaction, projectId, options, transaction.Now, LockMode.Write);
                allowance.Demand();
                var account = allowance.Account;
                var entry = new LedgerEntry
                {
                    ProjectId = projectId,
                    Number = account.LastNumber + 1,
                    Work = work,
                    Started = transaction.Now,
                    Charged = transaction.Now,
                    PriceThousandths = price,
                };
                await transaction.PutAsync(ComputeAccount.Table, account with { LastNumber = entry.Number });
                await transaction.InsertAsync(LedgerEntry.Table, entry);
                await transaction.InsertAsync(OpenRunner.Table, new OpenRunner(projectId, entry.Number, runner.Id, runner.ServerRun));
                return entry;
            },
            cancellationToken);
    }
}
