using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Users;
using Hops.Streaming.Supervision;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Users;

internal static class RemoveUser
{
    internal static async Task<NoContent> RunAsync(
        HopsPlatform platform, QuerySupervisor supervisor, ApiCall call, string user, CancellationToken cancellationToken)
    {
        var stopped = await DeleteUser.RunAsync(platform, call.Actor, user, call.RevisionExpected(), cancellationToken);
        await Task.WhenAll(stopped.Select(supervisor.StopAsync));
        return TypedResults.NoContent();
    }
}
