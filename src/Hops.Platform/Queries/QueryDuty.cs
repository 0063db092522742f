using System.Globalization;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Compute;

namespace Hops.Platform.Queries;

/// <summary>What the supervisor of queries reads and writes: not a right of any user.</summary>
public static class QueryDuty
{
    /// <summary>A query by id, or null if it is gone.</summary>
    public static async Task<StoredQuery?> FindAsync(HopsPlatform platform, long queryId, CancellationToken cancellationToken) =>
        await platform.Store.ReadAsync(read => read.LookupAsync(StoredQuery.Table, StoredQuery.ById, Key.Of(queryId)), cancellationToken);

    /// <summary>The queries of a project: who may see them was asked before.</summary>
    public static async Task<IReadOnlyList<StoredQuery>> OfProjectAsync(HopsPlatform platform, long projectId, CancellationToken cancellationToken) =>
        await platform.Store.ReadAsync(
            read => read.ScanAsync(StoredQuery.Table, Key.Of(projectId), null, platform.Options.QueriesMax), cancellationToken);

    /// <summary>Why a query may not start yet, in words: its project's quota or budget, or the price; null if it may.</summary>
    public static async Task<string?> ObstacleAsync(HopsPlatform platform, long projectId, long queryId, CancellationToken cancellationToken)
    {
        var (allowance, condition) = await platform.Store.ReadAsync(
            async read => (
                await ComputeAllowance.OfAsync(read, projectId, platform.Options.Compute, platform.Time.GetUtcNow()), await read.GetAsync(StartCondition.Table, Key.Of(projectId, queryId))),
            cancellationToken);
        if (allowance.IsUsedUp())
            return allowance.UsedUp().Message;
        var price = platform.PriceIn(projectId).Thousandths;
        return condition?.PriceMostThousandths < price
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"It waits for a price of at most {condition.PriceMostThousandths / 1000m:0.###}; now it is {price / 1000m:0.###}.")
            : null;
    }

    /// <summary>A query has started: it waits for no price any more.</summary>
    public static async Task StartedAsync(HopsPlatform platform, long projectId, long queryId, CancellationToken cancellationToken)
    {
        var key = Key.Of(projectId, queryId);
        if (await platform.Store.ReadAsync(read => read.GetAsync(StartCondition.Table, key), cancellationToken) is null)
            return;
        await platform.Store.WriteAsync(
            async transaction =>
            {
                await transaction.GetAsync(StartCondition.Table, key, LockMode.Destroy);
                return await transaction.DeleteAsync(StartCondition.Table, key);
            },
            cancellationToken);
    }

    /// <summary>Every query that must run or has reported how it ended, for a supervisor that starts.</summary>
    public static async Task<IReadOnlyList<StoredQuery>> AtStartAsync(HopsPlatform platform, CancellationToken cancellationToken) =>
        await platform.Store.ReadAsync(
            async read =>
            {
                var found = new List<StoredQuery>();
                await foreach (var query in read.SweepAllAsync(StoredQuery.Table))
                {
                    if (query.Desired == QueryState.Running || query.Status.Length > 0)
                        found.Add(query);
                }

                return (IReadOnlyList<StoredQuery>)found;
            },
            cancellationToken);

    /// <summary>Keeps the last report of a query, and what it is wanted to do if that has changed by itself (it ended or failed for good).</summary>
    /// <returns>False if the query is gone.</returns>
    public static async Task<bool> ReportAsync(
        HopsPlatform platform, long queryId, string status, QueryState? desired, CancellationToken cancellationToken) =>
        await platform.Store.WriteAsync(
            async transaction =>
            {
                var query = await transaction.LookupAsync(StoredQuery.Table, StoredQuery.ById, Key.Of(queryId), LockMode.Write);
                return query is not null
                    && await transaction.UpdateAsync(StoredQuery.Table, query with { Status = status, Desired = desired ?? query.Desired });
            },
            cancellationToken);
}
