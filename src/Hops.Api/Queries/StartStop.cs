using Hops.Api.Http;
using Hops.Core.Errors;
using Hops.Platform;
using Hops.Platform.Compute;
using Hops.Platform.Queries;
using Hops.Streaming.Supervision;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Hops.Api.Queries;

/// <summary>Starts, stops, kills, restarts and finishes a query: what is wanted is stored first, then its supervisor follows.</summary>
internal static class StartStop
{
    /// <summary>How long an answer waits for a query to finish; clients give up after some 100 seconds.</summary>
    private static readonly TimeSpan FinishWait = TimeSpan.FromSeconds(60);

    internal static async Task<Ok<QueryView>> StartAsync(
        HopsPlatform platform, QuerySupervisor supervisor, ApiCall call, [AsParameters] StartRequest request, CancellationToken cancellationToken)
    {
        var wish = new QueryWish(QueryState.Running, request.PriceMostThousandths());
        var query = await SetAsync(platform, call, request.Path, wish, cancellationToken);
        await supervisor.StartAsync(query.Id);
        return Answer(platform, supervisor, call, query);
    }

    /// <summary>Answers when the query has finished its batch and stopped.</summary>
    internal static async Task<Ok<QueryView>> StopAsync(
        HopsPlatform platform, QuerySupervisor supervisor, ApiCall call, [AsParameters] QueryPath path, CancellationToken cancellationToken)
    {
        var query = await SetAsync(platform, call, path, new QueryWish(QueryState.Stopped), cancellationToken);
        await supervisor.StopAsync(query.Id);
        return Answer(platform, supervisor, call, query);
    }

    /// <summary>Answers when the runner of the query is gone; the batch at hand did not happen.</summary>
    internal static async Task<Ok<QueryView>> KillAsync(
        HopsPlatform platform, QuerySupervisor supervisor, ApiCall call, [AsParameters] QueryPath path, CancellationToken cancellationToken)
    {
        var query = await SetQueryState.KillAsync(platform, call.Actor, new QueryName(path.Project, path.Query), cancellationToken);
        await supervisor.KillAsync(query.Id);
        return Answer(platform, supervisor, call, query);
    }

    /// <summary>Answers when the query has finished its batch and starts again where it was; one that does not run is started.</summary>
    internal static async Task<Ok<QueryView>> RestartAsync(
        HopsPlatform platform, QuerySupervisor supervisor, ApiCall call, [AsParameters] QueryPath path, CancellationToken cancellationToken)
    {
        var query = await SetQueryState.RestartAsync(platform, call.Actor, new QueryName(path.Project, path.Query), cancellationToken);
        await supervisor.StopAsync(query.Id);
        await supervisor.StartAsync(query.Id);
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
        HopsPlatform platform, ApiCall call, QueryPath path, QueryWish wish, CancellationToken cancellationToken) =>
        SetQueryState.RunAsync(platform, call.Actor, new QueryName(path.Project, path.Query), wish, cancellationToken);

    private static Ok<QueryView> Answer(HopsPlatform platform, QuerySupervisor supervisor, ApiCall call, StoredQuery query)
    {
        call.Tag(query.Revision);
        return TypedResults.Ok(QueryView.Of(platform, supervisor, query));
    }
}

/// <summary>Which query is started, and how.</summary>
/// <param name="Project">Name of the project.</param>
/// <param name="Query">Name of the query.</param>
/// <param name="AtPriceMost">It waits until the price of compute is at most this, 1 to 1000; absent to start at any price.</param>
public readonly record struct StartRequest(string Project, string Query, [property: FromQuery(Name = "atPriceMost")] decimal? AtPriceMost)
{
    internal QueryPath Path => new(Project, Query);

    /// <exception cref="PlatformException"><c>InvalidArgument</c>: more than there can be.</exception>
    internal int? PriceMostThousandths() => AtPriceMost is not { } price ? null
        : price is >= 0 and <= int.MaxValue / Charge.Thousandths ? (int)(price * Charge.Thousandths)
        : throw new PlatformException(ErrorCode.InvalidArgument, "atPriceMost is a price of 1 to 1000.").With("field", "atPriceMost");
}
