using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Platform.Compute;

/// <summary>Forgets what is older than the ledger is kept. Numbers are not given again.</summary>
public static class PruneLedger
{
    private const int PageRows = 500;

    /// <summary>Forgets it, project after project, a page in each transaction.</summary>
    public static async Task RunAsync(HopsPlatform platform, CancellationToken cancellationToken)
    {
        var now = platform.Time.GetUtcNow();
        var cutoff = now - platform.Options.Compute.LedgerRetention;
        var day = DailyUse.DayOf(now - platform.Options.Compute.TotalsRetention);
        foreach (var projectId in platform.Roster.Now.Projects.Keys)
        {
            while (await platform.Store.WriteAsync(transaction => EntriesAsync(transaction, projectId, cutoff), cancellationToken))
            {
                // There may be more of them.
            }

            await DaysAsync(platform, projectId, day, cancellationToken);
        }
    }

    /// <returns>True if there may be more.</returns>
    private static async ValueTask<bool> EntriesAsync(WriteTransaction transaction, long projectId, DateTimeOffset cutoff)
    {
        var page = await transaction.ScanAsync(LedgerEntry.Table, Key.Of(projectId), null, PageRows);
        var removed = 0;
        foreach (var entry in page.Where(entry => entry.Stopped < cutoff))
        {
            if (await transaction.DeletePrefixAsync(LedgerInterval.Table, Key.Of(projectId, entry.Number), PageRows) == PageRows)
                return true;
            await transaction.GetAsync(LedgerEntry.Table, Key.Of(projectId, entry.Number), LockMode.Destroy);
            await transaction.DeleteAsync(LedgerEntry.Table, Key.Of(projectId, entry.Number));
            removed++;
        }

        return removed > 0;
    }

    private static async Task DaysAsync(HopsPlatform platform, long projectId, long dayFirst, CancellationToken cancellationToken)
    {
        var old = new List<Key>();
        await platform.Store.ReadAsync(
            async read =>
            {
                await SumLedger.EachAsync(read, projectId, use =>
                {
                    if (use.Day < dayFirst)
                        old.Add(Key.Of(projectId, use.WorkKey, use.Day, use.UserId));
                });
                return true;
            },
            cancellationToken);
        foreach (var keys in old.Chunk(PageRows))
        {
            await platform.Store.WriteAsync(
                async transaction =>
                {
                    foreach (var key in keys)
                    {
                        await transaction.GetAsync(DailyUse.Table, key, LockMode.Destroy);
                        await transaction.DeleteAsync(DailyUse.Table, key);
                    }

                    return true;
                },
                cancellationToken);
        }
    }
}
