using System.Collections.Immutable;

namespace Hops.Kafka.Topics;

/// <summary>All topics at one moment. Immutable, so a request that took it once sees one state.</summary>
public sealed class TopicSnapshot
{
    private static readonly ImmutableSortedDictionary<string, Topic> NoTopics = ImmutableSortedDictionary.Create<string, Topic>(StringComparer.Ordinal);

    private readonly ImmutableDictionary<long, ImmutableSortedDictionary<string, Topic>> _byTenant;
    private readonly ImmutableDictionary<Guid, Topic> _byId;

    private TopicSnapshot(ImmutableDictionary<long, ImmutableSortedDictionary<string, Topic>> byTenant, ImmutableDictionary<Guid, Topic> byId) =>
        (_byTenant, _byId) = (byTenant, byId);

    /// <summary>No topics.</summary>
    public static TopicSnapshot Empty { get; } =
        new(ImmutableDictionary<long, ImmutableSortedDictionary<string, Topic>>.Empty, ImmutableDictionary<Guid, Topic>.Empty);

    /// <summary>Every topic of every tenant, for the partition logs at start.</summary>
    public IEnumerable<Topic> All => _byId.Values;

    /// <summary>A topic by name, or null.</summary>
    public Topic? Find(long tenantId, string name) =>
        _byTenant.TryGetValue(tenantId, out var topics) && topics.TryGetValue(name, out var topic) ? topic : null;

    /// <summary>A topic of whichever tenant by id, or null.</summary>
    public Topic? Find(Guid id) => _byId.GetValueOrDefault(id);

    /// <summary>The topics of a tenant in order of their names.</summary>
    public IEnumerable<Topic> List(long tenantId) => _byTenant.TryGetValue(tenantId, out var topics) ? topics.Values : [];

    /// <summary>Something that is another one whenever a topic of the tenant was made, changed or deleted.</summary>
    internal object VersionOf(long tenantId) => _byTenant.GetValueOrDefault(tenantId, NoTopics);

    internal TopicSnapshot With(Topic topic)
    {
        var topics = _byTenant.GetValueOrDefault(topic.TenantId, NoTopics);
        return new TopicSnapshot(_byTenant.SetItem(topic.TenantId, topics.SetItem(topic.Name, topic)), _byId.SetItem(topic.Id, topic));
    }

    internal TopicSnapshot Without(Topic topic) =>
        _byTenant.TryGetValue(topic.TenantId, out var topics)
            ? new TopicSnapshot(_byTenant.SetItem(topic.TenantId, topics.Remove(topic.Name)), _byId.Remove(topic.Id))
            : this;
}
