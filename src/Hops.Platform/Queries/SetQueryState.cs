using System.Text.Json;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Ownership;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Access;
using Hops.Platform.Compute;

namespace Hops.Platform.Queries;

/// <summary>Says that a query must run or must not; its supervisor follows.</summary>
public static class SetQueryState
{
    private const string Finish = "query.finish";
    private const string Kill = "query.kill";
    private const string Restart = "query.restart";

    /// <summary>Sets what is wanted.</summary>
    /// <exception cref="PlatformException">
    /// <c>NotFound</c>: the query, or what it needs to run is gone; <c>AccessDenied</c>; <c>QuotaExceeded</c>; <c>InvalidArgument</c>: a price that never is.
    /// </exception>
    public static Task<StoredQuery> RunAsync(
        HopsPlatform platform, Principal actor, QueryName name, QueryWish wish, CancellationToken cancellationToken) =>
        SetAsync(platform, actor, name, (wish, wish.Desired == QueryState.Running ? "query.start" : "query.stop"), cancellationToken);

    /// <summary>Sets that it must run, so that it can be finished: that is kept in the trail for one that runs already, too.</summary>
    /// <exception cref="PlatformException">As <see cref="RunAsync"/>.</exception>
    public static Task<StoredQuery> FinishAsync(HopsPlatform platform, Principal actor, QueryName name, CancellationToken cancellationToken) =>
        SetAsync(platform, actor, name, (new QueryWish(QueryState.Running), Finish), cancellationToken);

    /// <summary>Sets that it must not run, so that its runner can be ended: that is kept in the trail for one that is stopping already, too.</summary>
    /// <exception cref="PlatformException">As <see cref="RunAsync"/>.</exception>
    public static Task<StoredQuery> KillAsync(HopsPlatform platform, Principal actor, QueryName name, CancellationToken cancellationToken) =>
        SetAsync(platform, actor, name, (new QueryWish(QueryState.Stopped), Kill), cancellationToken);

    /// <summary>Sets that it must run, so that it can be stopped and started; one that waits for a price goes on waiting for it.</summary>
    /// <exception cref="PlatformException">As <see cref="RunAsync"/>.</exception>
    public static Task<StoredQuery> RestartAsync(HopsPlatform platform, Principal actor, QueryName name, CancellationToken cancellationToken) =>
        SetAsync(platform, actor, name, (new QueryWish(QueryState.Running), Restart), cancellationToken);

    private static async Task<StoredQuery> SetAsync(
        HopsPlatform platform, Principal actor, QueryName name, (QueryWish Wish, string Action) change, CancellationToken cancellationToken)
    {
        var (wish, action) = change;
        wish.Check();
        var project = platform.FindProject(actor, name.Project);
        var id = project.Row.Id;
        platform.Demand(actor, Operation.Run, new Resource(ResourceKind.Query, id, name.Query));
        return await platform.Store.WriteAsync(
            async transaction =>
            {
                var query = await transaction.GetAsync(StoredQuery.Table, Key.Of(id, name.Query), LockMode.Write)
                    ?? throw await MissingName.QueryAsync(platform, actor, id, name.Query, cancellationToken);
                if (wish.Desired == QueryState.Running && (query.Desired == QueryState.Stopped || action != Finish))
                    await DemandQuotaAsync(platform, transaction, id);
                var isOther = (action != Restart || query.Desired == QueryState.Stopped) && await SetConditionAsync(transaction, query, wish);
                if (query.Desired == wish.Desired && action is not (Finish or Kill or Restart) && !isOther)
                    return query;
                await HopsPlatform.AuditAsync(transaction, actor, id, action, name.Query, DetailOf(platform, actor, query, wish));
                if (query.Desired == wish.Desired)
                    return query;
                if (wish.Desired == QueryState.Running)
                    QueryNeeds.Check(platform, actor, project, query);
                var next = query with { Desired = wish.Desired, Revision = query.Revision + 1 };
                await transaction.UpdateAsync(StoredQuery.Table, next);
                return next;
            },
            cancellationToken);
    }

    /// <summary>
    /// Whose query it is, where that is another one than who acts, for it runs as its owner, whoever starts it; and the price for which it is to wait.
    /// </summary>
    private static string DetailOf(HopsPlatform platform, Principal actor, StoredQuery query, QueryWish wish)
    {
        var detail = new Dictionary<string, object>(StringComparer.Ordinal);
        if (query.OwnerId != actor.UserId && platform.Roster.Now.Users.GetValueOrDefault(query.OwnerId) is { } owner)
            detail["owner"] = owner.Name;
        if (wish.PriceMostThousandths is { } most)
            detail["atPriceMost"] = most / (decimal)Charge.Thousandths;
        return detail.Count == 0 ? "" : JsonSerializer.Serialize(detail);
    }

    private static async Task DemandQuotaAsync(HopsPlatform platform, WriteTransaction transaction, long projectId) =>
        (await ComputeAllowance.OfAsync(transaction, projectId, platform.Options.Compute, transaction.Now)).Demand();

    /// <summary>A query that has started waits for no price any more; one that waits can be given another, or none.</summary>
    /// <returns>True if it waits for something else now.</returns>
    private static async Task<bool> SetConditionAsync(WriteTransaction transaction, StoredQuery query, QueryWish wish)
    {
        var key = Key.Of(query.ProjectId, query.Id);
        var present = await transaction.GetAsync(StartCondition.Table, key, LockMode.Write);
        if (present is null && query.Desired == QueryState.Running)
            return false;
        if (wish.PriceMostThousandths is { } most)
            await transaction.PutAsync(StartCondition.Table, new StartCondition(query.ProjectId, query.Id, most));
        else if (present is not null)
            await transaction.DeleteAsync(StartCondition.Table, key);
        return present?.PriceMostThousandths != wish.PriceMostThousandths;
    }

    /// <summary>Stops the queries that run as a user who leaves.</summary>
    internal static Task StopAllOfAsync(WriteTransaction transaction, long projectId, long userId, int queriesMax) =>
        StopAsync(transaction, projectId, query => query.OwnerId == userId, queriesMax);

    /// <summary>Stops all queries of a project; none waits for a price any more.</summary>
    /// <returns>How many were to run.</returns>
    internal static async Task<int> StopAllInAsync(WriteTransaction transaction, long projectId, int queriesMax)
    {
        await WholePartition.RemoveAsync(transaction, StartCondition.Table, Key.Of(projectId));
        return await StopAsync(transaction, projectId, _ => true, queriesMax);
    }

    private static async Task<int> StopAsync(WriteTransaction transaction, long projectId, Func<StoredQuery, bool> which, int queriesMax)
    {
        var queries = await transaction.ScanAsync(StoredQuery.Table, Key.Of(projectId), null, queriesMax);
        var running = queries.Where(query => query.Desired == QueryState.Running && which(query)).ToList();
        foreach (var query in running)
            await transaction.UpdateAsync(StoredQuery.Table, query with { Desired = QueryState.Stopped, Revision = query.Revision + 1 });
        return running.Count;
    }
}

/// <summary>What somebody wants of a query.</summary>
/// <param name="Desired">That it runs, or that it does not.</param>
/// <param name="PriceMostThousandths">The highest price of compute at which it starts; null to start at any.</param>
public readonly record struct QueryWish(QueryState Desired, int? PriceMostThousandths = null)
{
    private const int PriceHighest = 1_000_000;

    /// <exception cref="PlatformException"><c>InvalidArgument</c>: the price is never as low as that.</exception>
    internal void Check()
    {
        if (PriceMostThousandths is < Charge.Thousandths or > PriceHighest)
            throw new PlatformException(ErrorCode.InvalidArgument, "The price is never below 1: say a price of 1 to 1000.").With("field", "atPriceMost");
    }
}

/// <summary>A query by name.</summary>
/// <param name="Project">Name of the project.</param>
/// <param name="Query">Name of the query.</param>
public readonly record struct QueryName(string Project, string Query);
