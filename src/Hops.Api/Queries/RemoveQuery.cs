using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Queries;
using Hops.Streaming.Supervision;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Queries;

internal static class RemoveQuery
{
    internal static async Task<NoContent> RunAsync(
        HopsPlatform platform, QuerySupervisor supervisor, ApiCall call, [AsParameters] QueryPath path, CancellationToken cancellationToken)
    {
        var name = new QueryName(path.Project, path.Query);
        var query = await ListQueries.FindAsync(platform, call.Actor, name, cancellationToken);
        await DeleteQuery.RunAsync(platform, call.Actor, name, call.RevisionExpected(), cancellationToken);
        await supervisor.ForgetAsync(query.Id);
        return TypedResults.NoContent();
    }
}
