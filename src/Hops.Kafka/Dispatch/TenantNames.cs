using Hops.Core.Identity;
using Hops.Kafka.Groups;
using Hops.Kafka.Log;
using Hops.Kafka.Topics;
using Hops.Kafka.Transactions;

namespace Hops.Kafka.Dispatch;

/// <summary>
/// What the names in requests of a tenant stand for: the one place of this protocol where a name becomes a thing of a project, and a thing
/// the name by which the caller knows it. No handler knows whose a topic or a group is.
/// </summary>
/// <param name="ProjectId">The tenant: project of the connection's principal.</param>
/// <param name="Borrowed">What that project borrows.</param>
public readonly record struct TenantNames(long ProjectId, Borrowings Borrowed)
{
    /// <summary>The topic that a name stands for, whether there is one or not: <c>owner.topic</c> for one that is borrowed.</summary>
    public TopicKey Topic(string name) => Borrowed.Find(ResourceKind.Topic, name) is { } borrowed ? new(borrowed.ProjectId, borrowed.Name) : new(ProjectId, name);

    /// <summary>The group that an id stands for, whether there is one or not.</summary>
    public GroupKey Group(string groupId) => new(ProjectId, groupId);

    /// <summary>What is decided about when a request names a thing.</summary>
    public Resource Resource(ResourceKind kind, string name) => kind switch
    {
        ResourceKind.Topic when Topic(name) is var topic => new Resource(kind, topic.ProjectId, topic.Name),
        ResourceKind.Group when Group(name) is var group => new Resource(kind, group.ProjectId, group.GroupId),
        _ => new Resource(kind, ProjectId, name),
    };

    /// <summary>The topic of a name, or null.</summary>
    public Topic? Find(TopicCatalog topics, string name)
    {
        var (projectId, topic) = Topic(name);
        return topics.Snapshot.Find(projectId, topic);
    }

    /// <summary>The topic of an id, or null; one that the tenant has no name for is as good as none.</summary>
    public Topic? Find(TopicCatalog topics, Guid id) => topics.Snapshot.Find(id) is { } topic && NameOf(topic) is not null ? topic : null;

    /// <summary>The log of a partition of a topic of that name; null if there is no such topic or partition.</summary>
    public Partition? Find(TopicLogs logs, string name, int index)
    {
        var (projectId, topic) = Topic(name);
        return logs.Find(projectId, topic, index);
    }

    /// <summary>The group of an id, or null.</summary>
    internal Group? Find(GroupDirectory groups, string groupId)
    {
        var (projectId, group) = Group(groupId);
        return groups.Find(projectId, group);
    }

    /// <summary>The group of an id, made if need be; null if its owner has as many as it may have.</summary>
    internal Group? FindOrAdd(GroupDirectory groups, string groupId)
    {
        var (projectId, group) = Group(groupId);
        return groups.GetOrAdd(projectId, group);
    }

    /// <summary>What is known of a transactional id, or null. It is of the tenant's own, as a group.</summary>
    internal Transaction? Find(TransactionDirectory transactions, string transactionalId) => transactions.Find(ProjectId, transactionalId);

    /// <summary>Will an open transaction of the tenant perhaps commit another offset of a group for a partition?</summary>
    internal bool IsUncertain(TransactionDirectory transactions, string groupId, TopicPartition partition) =>
        transactions.IsUncertain(ProjectId, new GroupPartition(groupId, partition));

    /// <summary>The transactional ids of the tenant, in their order.</summary>
    internal IEnumerable<Transaction> List(TransactionDirectory transactions) => transactions.List(ProjectId);

    /// <summary>The topics that the tenant has names for: its own, then those that it borrows, each in the order of the names.</summary>
    public IEnumerable<Topic> List(TopicCatalog topics)
    {
        var snapshot = topics.Snapshot;
        return snapshot.List(ProjectId).Concat(
            Borrowed.Of(ResourceKind.Topic).Select(borrowed => snapshot.Find(borrowed.Thing.ProjectId, borrowed.Thing.Name)).OfType<Topic>());
    }

    /// <summary>The topics that the tenant owns, in the order of their names, which are its names for them.</summary>
    public IEnumerable<Topic> ListOwn(TopicCatalog topics) => topics.Snapshot.List(ProjectId);

    /// <summary>The groups of the tenant, in the order of their ids.</summary>
    internal IEnumerable<Group> List(GroupDirectory groups) => groups.List(ProjectId);

    /// <summary>The name by which the tenant knows a topic; null if it has none for it.</summary>
    public string? NameOf(Topic topic) =>
        topic.TenantId == ProjectId ? topic.Name : Borrowed.NameOf(new Resource(ResourceKind.Topic, topic.TenantId, topic.Name));
}

/// <summary>A topic by its owner and name.</summary>
/// <param name="ProjectId">The project that owns it.</param>
/// <param name="Name">Its name there.</param>
public readonly record struct TopicKey(long ProjectId, string Name);

/// <summary>A consumer group by its owner and id.</summary>
/// <param name="ProjectId">The project that owns it.</param>
/// <param name="GroupId">Its id there.</param>
public readonly record struct GroupKey(long ProjectId, string GroupId);
