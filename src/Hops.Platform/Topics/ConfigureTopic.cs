using System.Collections.Immutable;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Kafka.Topics;
using Hops.Platform.Access;
using Hops.Platform.Schemas;

namespace Hops.Platform.Topics;

/// <summary>Changes settings of a topic.</summary>
public static class ConfigureTopic
{
    /// <summary>Changes those that are named.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="topicName">Project and topic.</param>
    /// <param name="changes">Settings by Apache Kafka's names; null for the default.</param>
    /// <param name="cancellationToken">Stops it before it is done.</param>
    /// <exception cref="PlatformException">
    /// <c>NotFound</c>, <c>AccessDenied</c>; <c>InvalidArgument</c>: a setting, or none; <c>Unavailable</c>: the topic is in a Kafka cluster that does not answer.
    /// </exception>
    public static async Task<Topic> RunAsync(
        HopsPlatform platform,
        Principal actor,
        (string Project, string Topic) topicName,
        IReadOnlyDictionary<string, string?> changes,
        CancellationToken cancellationToken)
    {
        var id = platform.FindProject(actor, topicName.Project).Row.Id;
        platform.Demand(actor, Operation.Alter, new Resource(ResourceKind.Topic, id, topicName.Topic));
        var who = ProjectSchemas.Inside(platform, actor, id);
        var topic = platform.Topics.Snapshot.Find(id, topicName.Topic) ?? throw MissingName.Topic(platform, actor, id, topicName.Topic);
        if (changes.Count == 0)
            throw new PlatformException(ErrorCode.InvalidArgument, "Say which settings are to change.").With("field", "config");
        TopicConfig.Check(Changed(topic.Config, changes));
        if (platform.Cluster is { } cluster)
            await cluster.CheckSettings(topicName.Project, topic.Name, changes, cancellationToken);
        var configured = await platform.Store.WriteAsync(
            transaction => platform.Topics.ConfigureInAsync(transaction, who, id, topic.Name, present => Changed(present, changes)), cancellationToken);
        await platform.ProvisionedAsync();
        return configured;
    }

    private static ImmutableSortedDictionary<string, string> Changed(
        ImmutableSortedDictionary<string, string> present, IReadOnlyDictionary<string, string?> changes)
    {
        foreach (var (name, value) in changes)
        {
            var setting = TopicConfig.Get(name).Name;
            present = value is null ? present.Remove(setting) : present.SetItem(setting, value);
        }

        return present;
    }
}
