using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Kafka.Topics;
using Hops.Platform.Access;

namespace Hops.Platform.Topics;

/// <summary>The topics of a project.</summary>
public static class ListTopics
{
    /// <summary>Topics after a name, in order of name.</summary>
    public static IReadOnlyList<Topic> Run(HopsPlatform platform, Principal actor, string projectName, string nameAfter, int limit)
    {
        var id = platform.FindProject(actor, projectName).Row.Id;
        platform.Demand(actor, Operation.Describe, new Resource(ResourceKind.Topic, id, projectName));
        return platform.Topics.Snapshot.List(id)
            .Where(topic => string.CompareOrdinal(topic.Name, nameAfter) > 0)
            .OrderBy(topic => topic.Name, StringComparer.Ordinal)
            .Take(limit)
            .ToList();
    }

    /// <summary>One topic.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>.</exception>
    public static Topic Find(HopsPlatform platform, Principal actor, string projectName, string topicName)
    {
        var id = platform.FindProject(actor, projectName).Row.Id;
        platform.Demand(actor, Operation.Describe, new Resource(ResourceKind.Topic, id, topicName));
        return platform.Topics.Snapshot.Find(id, topicName)
            ?? throw MissingName.Topic(platform, actor, id, topicName);
    }
}
