using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Access;

namespace Hops.Platform.Queries;

/// <summary>Says that a query must run or must not; its supervisor follows.</summary>
public static class SetQueryState
{
    private const string Finish = "query.finish";

    /// <summary>Sets what is wanted.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>: the query, or what it needs to run is gone; <c>AccessDenied</c>.</exception>
    public static Task<StoredQuery> RunAsync(
        HopsPlatform platform, Principal actor, QueryName name, QueryState desired, CancellationToken cancellationToken) =>
        SetAsync(platform, actor, name, (desired, desired == QueryState.Running ? "query.start" : "query.stop"), cancellationToken);

    /// <summary>Sets that it must run, so that it can be finished: that is kept in the trail for one that runs already, too.</summary>
    /// <exception cref="PlatformException">As <see cref="RunAsync"/>.</exception>
    public static Task<StoredQuery> FinishAsync(HopsPlatform platform, Principal actor, QueryName name, CancellationToken cancellationToken) =>
        SetAsync(platform, actor, name, (QueryState.Running, Finish), cancellationToken);

    private static async Task<StoredQuery> SetAsync(
        HopsPlatform platform, Principal actor, QueryName name, (QueryState Desired, string Action) wish, CancellationToken cancellationToken)
    {
        var project = platform.FindProject(actor, name.Project);
        var id = project.Row.Id;
        platform.Demand(actor, Operation.Run, new Resource(ResourceKind.Query, id, name.Query));
        return await platform.Store.WriteAsync(
            async transaction =>
            {
                var query = await transaction.GetAsync(StoredQuery.Table, Key.Of(id, name.Query), LockMode.Write)
                    ?? throw await MissingName.QueryAsync(platform, actor, id, name.Query, cancellationToken);
                if (query.Desired == wish.Desired && wish.Action != Finish)
                    return query;
                await HopsPlatform.AuditAsync(transaction, actor, id, wish.Action, name.Query, OwnerOf(platform, actor, query));
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

    /// <summary>Whose query it is, where that is another one than who acts: it runs as its owner, whoever starts it.</summary>
    private static string OwnerOf(HopsPlatform platform, Principal actor, StoredQuery query) =>
        query.OwnerId != actor.UserId && platform.Roster.Now.Users.GetValueOrDefault(query.OwnerId) is { } owner ? $$"""{"owner":"{{owner.Name}}"}""" : "";

    /// <summary>Stops the queries that run as a user who leaves.</summary>
    internal static async Task StopAllOfAsync(WriteTransaction transaction, long projectId, long userId, int queriesMax)
    {
        var queries = await transaction.ScanAsync(StoredQuery.Table, Key.Of(projectId), null, queriesMax);
        var running = queries.Where(query => query.OwnerId == userId && query.Desired == QueryState.Running).ToList();
        foreach (var query in running)
            await transaction.UpdateAsync(StoredQuery.Table, query with { Desired = QueryState.Stopped, Revision = query.Revision + 1 });
    }
}

/// <summary>A query by name.</summary>
/// <param name="Project">Name of the project.</param>
/// <param name="Query">Name of the query.</param>
public readonly record struct QueryName(string Project, string Query);
