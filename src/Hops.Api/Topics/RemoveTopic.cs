using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Queries;
using Hops.Platform.Topics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Topics;

/// <summary>Deletes a topic; one that a query uses only if it is forced.</summary>
internal static class RemoveTopic
{
    internal static async Task<NoContent> RunAsync(
        HopsPlatform platform, ApiCall call, string project, string topic, bool? force, CancellationToken cancellationToken)
    {
        if (force != true)
            await QueryUse.CheckTopicAsync(platform, call.Actor, project, topic, cancellationToken);
        await DeleteTopic.RunAsync(platform, call.Actor, project, topic, cancellationToken);
        return TypedResults.NoContent();
    }
}
