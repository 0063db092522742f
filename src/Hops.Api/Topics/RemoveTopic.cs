using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Topics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Topics;

internal static class RemoveTopic
{
    internal static async Task<NoContent> RunAsync(
        HopsPlatform platform, ApiCall call, string project, string topic, CancellationToken cancellationToken)
    {
        await DeleteTopic.RunAsync(platform, call.Actor, project, topic, cancellationToken);
        return TypedResults.NoContent();
    }
}
