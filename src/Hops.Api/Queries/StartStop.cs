using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Queries;
using Hops.Streaming.Supervision;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Queries;

/// <summary>Starts, stops and finishes a query: what is wanted is stored first, then its supervisor follows.</summary>
internal static class StartStop
{
    /// <summary>How long an answer waits for a query to finish; clients give up after some 100 seconds.</summary>
    private static readonly TimeSpan FinishWait = TimeSpan.FromSeconds(60);

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

    /// <summary>
    /// Answers when the query has read what there was, has closed its windows and ended, or after <see cref="FinishWait"/> with what it is at then;
    /// one that does not run is started for it.
    /// </summary>
    internal static async Task<Ok<QueryView>> FinishAsync(
        HopsPlatform platform, QuerySupervisor supervisor, ApiCall call, [AsParameters] QueryPath path, CancellationToken cancellationToken)
    {
        var query = await SetQueryState.FinishAsync(platform, call.Actor, new QueryName(path.Project, path.Query), cancellationToken);
        await supervisor.StartAsync(query.Id);
        await Task.WhenAny(supervisor.FinishAsync(query.Id), Task.Delay(FinishWait, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        query = await ListQueries.FindAsync(platform, call.Actor, new QueryName(path.Project, path.Query), cancellationToken);
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
