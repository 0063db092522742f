using System.Text.Json;
using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Queries;
using Hops.Streaming.Supervision;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Queries;

internal static class GetQueries
{
    internal static async Task<Ok<Page<QueryView>>> RunAsync(
        HopsPlatform platform, QuerySupervisor supervisor, ApiCall call, [AsParameters] ProjectPath path, [AsParameters] PageRequest page,
        CancellationToken cancellationToken)
    {
        var queries = await ListQueries.RunAsync(platform, call.Actor, path.Project, page.After(), page.Count() + 1, cancellationToken);
        return TypedResults.Ok(page.Of(queries, query => query.Name, query => QueryView.Of(platform, supervisor, query)));
    }

    internal static async Task<Ok<QueryView>> RunOneAsync(
        HopsPlatform platform, QuerySupervisor supervisor, ApiCall call, [AsParameters] QueryPath path, CancellationToken cancellationToken)
    {
        var query = await ListQueries.FindAsync(platform, call.Actor, new QueryName(path.Project, path.Query), cancellationToken);
        call.Tag(query.Revision);
        return TypedResults.Ok(QueryView.Of(platform, supervisor, query));
    }

    /// <summary>The last reports, oldest first, as Spark's <c>StreamingQueryProgress</c>: kept while the query is known to this server.</summary>
    internal static async Task<Ok<Page<JsonElement>>> ProgressAsync(
        HopsPlatform platform, QuerySupervisor supervisor, ApiCall call, [AsParameters] QueryPath path, CancellationToken cancellationToken)
    {
        var query = await ListQueries.FindAsync(platform, call.Actor, new QueryName(path.Project, path.Query), cancellationToken);
        return TypedResults.Ok(new Page<JsonElement>(supervisor.ProgressOf(query.Id), null));
    }
}

/// <summary>Route parameters of a query.</summary>
public readonly record struct QueryPath(string Project, string Query);
