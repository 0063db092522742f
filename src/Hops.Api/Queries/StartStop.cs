using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Queries;
using Hops.Streaming.Supervision;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Queries;

/// <summary>Starts and stops a query: what is wanted is stored first, then its supervisor follows.</summary>
internal static class StartStop
{
    internal static async Task<Ok<QueryView>> StartAsync(
        HopsPlatform platform, QuerySupervisor supervisor, ApiCall call, [AsParameters] QueryPath path, CancellationToken cancellationToken)
    {
        var query = await SetAsync(platform, call, path, QueryState.Running, cancellationToken);
        await supervisor.StartAsync(query.Id);
        return Answer(platform, supervisor, call, query);
    }

    /// <summary>Answers when the query has finished its batch and stopped.</summary>
    internal static async Task<Ok<QueryView>> StopAsync(
        HopsPlatform platform, QuerySupervisor supervisor, ApiCall call, [AsParameters] QueryPath path, CancellationToken cancellationToken)
    {
        var query = await SetAsync(platform, call, path, QueryState.Stopped, cancellationToken);
        await supervisor.StopAsync(query.Id);
        return Answer(platform, supervisor, call, query);
    }

    private static Task<StoredQuery> SetAsync(
        HopsPlatform platform, ApiCall call, QueryPath path, QueryState desired, CancellationToken cancellationToken) =>
        SetQueryState.RunAsync(platform, call.Actor, new QueryName(path.Project, path.Query), desired, cancellationToken);

    private static Ok<QueryView> Answer(HopsPlatform platform, QuerySupervisor supervisor, ApiCall call, StoredQuery query)
    {
        call.Tag(query.Revision);
        return TypedResults.Ok(QueryView.Of(platform, supervisor, query));
    }
}
