using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Access;

namespace Hops.Platform.Queries;

/// <summary>Says that a query must run or must not; its supervisor follows.</summary>
public static class SetQueryState
{
    /// <summary>Sets what is wanted.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>: the query, or what it needs to run is gone; <c>AccessDenied</c>.</exception>
    public static async Task<StoredQuery> RunAsync(
        HopsPlatform platform, Principal actor, QueryName name, QueryState desired, CancellationToken cancellationToken)
    {
        var project = platform.FindProject(actor, name.Project);
        var id = project.Row.Id;
        platform.Demand(actor, Operation.Run, new Resource(ResourceKind.Query, id, name.Query));
        return await platform.Store.WriteAsync(
            async transaction =>
            {
                var query = await transaction.GetAsync(StoredQuery.Table, Key.Of(id, name.Query), LockMode.Write)
                    ?? throw await MissingName.QueryAsync(platform, actor, id, name.Query, cancellationToken);
                if (query.Desired == desired)
                    return query;
                if (desired == QueryState.Running)
                    QueryNeeds.Check(platform, actor, project, query);
                var next = query with { Desired = desired, Revision = query.Revision + 1 };
                await transaction.UpdateAsync(StoredQuery.Table, next);
                await HopsPlatform.AuditAsync(transaction, actor, id, desired == QueryState.Running ? "query.start" : "query.stop", name.Query);
                return next;
            },
            cancellationToken);
    }

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
