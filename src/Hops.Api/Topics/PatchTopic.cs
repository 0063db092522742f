using System.Text.Json.Serialization;
using Hops.Api.Http;
using Hops.Core.Errors;
using Hops.Platform;
using Hops.Platform.Topics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Topics;

internal static class PatchTopic
{
    internal static async Task<Ok<TopicView>> RunAsync(
        HopsPlatform platform, ApiCall call, [AsParameters] TopicPath path, PatchTopicRequest request, CancellationToken cancellationToken)
    {
        var topic = await ConfigureTopic.RunAsync(platform, call.Actor, (path.Project, path.Topic), request.Changes(), cancellationToken);
        return TypedResults.Ok(TopicView.Of(new ListedTopic(topic.Name, topic, path.Project, null)));
    }
}

/// <summary>What of a topic is to change.</summary>
/// <param name="Config">Settings by Apache Kafka's names; what is not named stays.</param>
/// <param name="Unset">Settings that are to have their default again.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PatchTopicRequest(IReadOnlyDictionary<string, string>? Config = null, IReadOnlyList<string>? Unset = null)
{
    /// <exception cref="PlatformException"><c>InvalidArgument</c>: a setting is to change in both ways.</exception>
    internal Dictionary<string, string?> Changes()
    {
        var changes = (Unset ?? []).Distinct(StringComparer.Ordinal).ToDictionary(name => name, _ => (string?)null, StringComparer.Ordinal);
        foreach (var (name, value) in Config ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            if (!changes.TryAdd(name, value))
                throw new PlatformException(ErrorCode.InvalidArgument, $"Either set {name} or give it its default again.").With("field", "unset");
        }

        return changes;
    }
}
