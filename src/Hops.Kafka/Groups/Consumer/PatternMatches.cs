using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Hops.Kafka.Groups.Consumer;

/// <summary>What the regular expressions of a group's members stood for when they were last looked up, as long as that holds. Thread safe.</summary>
internal sealed class PatternMatches
{
    /// <summary>More expressions than these in a group at once are looked up for each member again.</summary>
    private const int PatternsMax = 16;

    private readonly ConcurrentDictionary<string, (TopicSight Sight, ImmutableArray<SubscribedTopic> Topics)> _known = new(StringComparer.Ordinal);

    public ImmutableArray<SubscribedTopic>? Find(string pattern, TopicSight sight) =>
        _known.TryGetValue(pattern, out var known) && known.Sight == sight ? known.Topics : null;

    public void Keep(string pattern, TopicSight sight, ImmutableArray<SubscribedTopic> topics)
    {
        if (_known.Count >= PatternsMax)
            _known.Clear();
        _known[pattern] = (sight, topics);
    }
}
