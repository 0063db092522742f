using System.Collections.Immutable;
using Hops.Core.Identity;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Patterns;
using Hops.Kafka.Topics;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Groups.Consumer;

/// <summary>
/// Finds what a member reads: topics of its project, and such as it borrows, that the caller may read. Looked up with the caller's rights at its
/// heartbeats, when it says something else or topics have changed, so the work is always on the account of whom it is for.
/// </summary>
internal sealed class SubscriptionLookup(TopicCatalog topics)
{
    /// <summary>Names that are matched in one turn.</summary>
    private const int NamesPerTurn = 64;

    /// <summary>What the member of a heartbeat reads.</summary>
    /// <param name="call">The request.</param>
    /// <param name="request">What it says.</param>
    /// <param name="group">The group; null if there is none yet.</param>
    /// <returns>Null if that is as it was; else what it is, or what is wrong with it.</returns>
    public async ValueTask<(ConsumerSubscription? Subscription, ConsumerHeartbeatResult? Refusal)> FindAsync(
        Call call, ConsumerGroupHeartbeatRequest request, Group? group)
    {
        var known = group?.Look(_ => null, state => state.Find(request.MemberId)?.Subscription);
        var names = request.SubscribedTopicNames?.ToImmutableArray() ?? known?.Names ?? [];
        var pattern = request.SubscribedTopicRegex ?? known?.Pattern ?? "";
        var sight = TopicSight.Of(call, topics.Snapshot);
        var isSaid = known is null || !names.SequenceEqual(known.Names) || pattern != known.Pattern;
        if (!isSaid && sight.Equals(known!.Sight))
            return (null, null);
        if (isSaid && CheckNames(call, names) is { } refusal)
            return (null, refusal);
        var (matches, wrong) = await MatchAsync(call, pattern, sight, group?.Patterns);
        if (wrong is not null)
            return (null, new(KafkaError.InvalidRegularExpression, $"The regular expression '{pattern}' is not one of RE2: {wrong}."));
        var found = names.Length == 0 ? matches : [.. Named(call, names).Concat(matches).DistinctBy(topic => topic.Id).OrderBy(topic => topic.Id)];
        return (new ConsumerSubscription(names, pattern, found, sight), null);
    }

    /// <summary>What a classic member reads, if it or topics have changed; such a member is told by its fetches what it may not read.</summary>
    /// <param name="call">Its Heartbeat.</param>
    /// <param name="group">The group.</param>
    /// <param name="memberId">The member.</param>
    /// <returns>Null if that is as it was, or the group is not one of the newer protocol.</returns>
    public SubscriptionLook? FindAgain(Call call, Group group, string memberId)
    {
        if (group.Look(_ => null, state => state.Find(memberId)) is not { Classic: not null, Subscription: var known })
            return null;
        var snapshot = topics.Snapshot;
        return Find(call, known.Names, known) is { } subscription ? new(subscription, id => snapshot.Find(id) is not null) : null;
    }

    /// <summary>What a classic member says of itself when it joins a group of the newer protocol.</summary>
    /// <param name="call">Its JoinGroup.</param>
    /// <param name="group">The group.</param>
    /// <param name="memberId">Its id there; empty for none.</param>
    /// <param name="metadata">What it says.</param>
    public ClassicReading Read(Call call, Group group, string memberId, MemberMetadata metadata)
    {
        var snapshot = topics.Snapshot;
        var known = group.Look(_ => null, state => state.Find(memberId)?.Subscription);
        var owned = new HashSet<TopicPartition>();
        foreach (var topic in metadata.Owned.GroupBy(partition => partition.Topic, StringComparer.Ordinal))
        {
            if (call.Names.Find(topics, topic.Key) is { } found)
                owned.UnionWith(topic.Select(partition => new TopicPartition(found.Id, partition.Partition)));
        }

        return new ClassicReading(metadata.Version, Find(call, metadata.Topics, known), owned, metadata.RackId, id => snapshot.Find(id) is not null);
    }

    private ConsumerSubscription? Find(Call call, ImmutableArray<string> names, ConsumerSubscription? known)
    {
        var sight = TopicSight.Of(call, topics.Snapshot);
        if (known is not null && names.SequenceEqual(known.Names) && sight.Equals(known.Sight))
            return null;
        return new ConsumerSubscription(names, "", [.. Named(call, names).OrderBy(topic => topic.Id)], sight);
    }

    /// <summary>Says of a topic that is there and may not be read that it may not; one that is not there may come.</summary>
    private ConsumerHeartbeatResult? CheckNames(Call call, ImmutableArray<string> names)
    {
        foreach (var name in call.Each(names))
        {
            if (call.Names.Find(topics, name) is not null && call.TopicError(Operation.Read, name) is KafkaError.TopicAuthorizationFailed)
                return new(KafkaError.TopicAuthorizationFailed, $"The topic '{name}' may not be read here.");
        }

        return null;
    }

    private IEnumerable<SubscribedTopic> Named(Call call, ImmutableArray<string> names)
    {
        foreach (var name in call.Each(names.Distinct(StringComparer.Ordinal)))
        {
            if (call.Names.Find(topics, name) is { } topic && call.Decide(Operation.Read, ResourceKind.Topic, name).Allowed)
                yield return new SubscribedTopic(topic.Id, name, topic.PartitionCount);
        }
    }

    private async ValueTask<(ImmutableArray<SubscribedTopic> Topics, string? Wrong)> MatchAsync(
        Call call, string text, TopicSight sight, PatternMatches? matches)
    {
        if (text.Length == 0)
            return ([], null);
        if (matches?.Find(text, sight) is { } known)
            return (known, null);
        if (Re2Pattern.TryParse(text, out var wrong) is not { } pattern)
            return ([], wrong);
        var found = new List<SubscribedTopic>();
        foreach (var some in call.Names.List(topics).Chunk(NamesPerTurn))
        {
            using var turn = await call.TurnAsync();
            foreach (var topic in call.Each(some))
            {
                var name = call.Names.NameOf(topic);
                if (name is not null && pattern.IsMatch(name) && call.Decide(Operation.Read, ResourceKind.Topic, name).Allowed)
                    found.Add(new SubscribedTopic(topic.Id, name, topic.PartitionCount));
            }
        }

        ImmutableArray<SubscribedTopic> inOrder = [.. found.OrderBy(topic => topic.Id)];
        matches?.Keep(text, sight, inOrder);
        return (inOrder, null);
    }
}
