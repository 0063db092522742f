using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Hops.Kafka.Groups.Consumer;

/// <summary>The topics that members of a group read, and how many of them read each.</summary>
internal sealed class TopicUses
{
    private readonly Dictionary<Guid, TopicUse> _uses = [];

    /// <summary>Ids and names of the topics.</summary>
    public IEnumerable<TopicUse> All => _uses.Values;

    /// <summary>Partitions of a topic; 0 if it is gone.</summary>
    public int PartitionsOf(Guid topicId) => _uses.TryGetValue(topicId, out var use) && !use.IsGone ? use.PartitionCount : 0;

    /// <summary>The name of a topic in the project of the group.</summary>
    public bool TryName(Guid topicId, [NotNullWhen(true)] out string? name) => (name = _uses.GetValueOrDefault(topicId)?.Name) is not null;

    /// <summary>Takes note that a member reads other topics than before.</summary>
    /// <returns>True if partitions have to be shared out anew for it.</returns>
    public bool Change(ImmutableArray<SubscribedTopic> before, ImmutableArray<SubscribedTopic> after)
    {
        var isOther = !Present(before).SequenceEqual(Present(after));
        foreach (var topic in after)
        {
            if (!_uses.TryGetValue(topic.Id, out var use))
                _uses[topic.Id] = use = new TopicUse(topic.Id, topic.Name) { PartitionCount = topic.PartitionCount };
            use.Readers++;
            isOther |= use.PartitionCount < topic.PartitionCount;

            // Of two looks at once the one that came first may be told of last; a topic only grows.
            use.PartitionCount = Math.Max(use.PartitionCount, topic.PartitionCount);
        }

        foreach (var topic in before)
        {
            var use = _uses[topic.Id];
            if (--use.Readers == 0)
                _uses.Remove(topic.Id);
        }

        return isOther;
    }

    /// <summary>Takes note that topics are gone, before each of those that read them says so.</summary>
    /// <returns>True if one is.</returns>
    public bool Forget(Func<Guid, bool> exists)
    {
        var hasGone = false;
        foreach (var use in _uses.Values.Where(use => !use.IsGone && !exists(use.Id)))
            hasGone = use.IsGone = true;
        return hasGone;
    }

    private IEnumerable<Guid> Present(ImmutableArray<SubscribedTopic> topics) =>
        topics.Select(topic => topic.Id).Where(id => !_uses.TryGetValue(id, out var use) || !use.IsGone);
}

/// <summary>A topic that somebody reads.</summary>
internal sealed class TopicUse(Guid id, string name)
{
    public Guid Id => id;

    public string Name => name;

    public int PartitionCount { get; set; }

    public int Readers { get; set; }

    public bool IsGone { get; set; }
}
