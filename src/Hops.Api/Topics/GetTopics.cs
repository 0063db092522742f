using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Topics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Topics;

internal static class GetTopics
{
    internal static Ok<Page<TopicView>> Run(HopsPlatform platform, ApiCall call, string project, [AsParameters] PageRequest page) =>
        TypedResults.Ok(page.Of(
            ListTopics.Run(platform, call.Actor, project, page.After(), page.Count() + 1), topic => topic.Name, TopicView.Of));

    internal static Ok<TopicView> RunOne(HopsPlatform platform, ApiCall call, string project, string topic) =>
        TypedResults.Ok(TopicView.Of(ListTopics.Find(platform, call.Actor, project, topic)));
}
