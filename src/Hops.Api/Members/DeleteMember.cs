using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Members;
using Hops.Streaming.Supervision;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Members;

internal static class DeleteMember
{
    internal static async Task<NoContent> RunAsync(
        HopsPlatform platform, QuerySupervisor supervisor, ApiCall call, [AsParameters] MemberPath path, CancellationToken cancellationToken)
    {
        var name = new MemberName(path.Project, path.User);
        var stopped = await RemoveMember.RunAsync(platform, call.Actor, name, call.RevisionExpected(), cancellationToken);
        await Task.WhenAll(stopped.Select(supervisor.StopAsync));
        return TypedResults.NoContent();
    }
}
