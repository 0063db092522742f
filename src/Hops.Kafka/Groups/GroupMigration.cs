using System.Collections.Immutable;
using Hops.Kafka.Groups.Consumer;

namespace Hops.Kafka.Groups;

/// <summary>Takes the members of a group over from one protocol to the other (KIP-848, "Online Migration"): who they are, what they read and what they have.</summary>
internal static class GroupMigration
{
    /// <summary>Makes the members of a classic group those of one of the newer protocol, in which its generation is their epoch. The classic one is left as it is.</summary>
    /// <param name="from">The classic group.</param>
    /// <param name="to">A group without members.</param>
    /// <param name="find">What a name of a topic stands for.</param>
    /// <param name="memory">Bound of what members keep.</param>
    /// <param name="now">The time.</param>
    /// <returns>What is wrong with that; null if it is done.</returns>
    public static ConsumerHeartbeatResult? Upgrade(GroupState from, ConsumerGroupState to, Func<string, SubscribedTopic?> find, GroupMemory memory, TimeSpan now)
    {
        if (from.ProtocolType != Subscriptions.Consumer)
            return Refused("it is not one of consumers");
        var members = new List<(ConsumerMember Member, ClassicSide Side, ConsumerSubscription Subscription)>();
        var moreBytes = 0L;
        foreach (var member in from.Members)
        {
            if (ConsumerProtocol.ReadMetadata(member.Protocols) is not { } metadata || ConsumerProtocol.ReadAssignment(member.Assignment) is not { } assignment)
                return Refused("its members share out partitions by an assignor of their own, or say what cannot be read");

            // Each looks for itself as soon as it is heard of: nobody sees what it sees.
            var subscription = new ConsumerSubscription(metadata.Topics, "", Topics(metadata.Topics, find), Sight: new object());
            moreBytes += subscription.LengthBytes - member.Assignment.Length;
            members.Add((Member(member, metadata, assignment, find), new ClassicSide(member.SessionTimeout, member.Protocols, metadata.Version), subscription));
        }

        if (!memory.HasRoomFor(moreBytes))
            return new(KafkaError.GroupMaxSizeReached, "The groups of the project subscribe to more than can be kept.");
        to.Adopt(members, from.Generation, from.Phase == GroupPhase.Stable, now);
        return null;
    }

    /// <summary>Makes the members of a group those of a classic one, when all of them speak that. They join again, and share out by themselves from then on.</summary>
    /// <param name="from">The group; it is of no use any more.</param>
    /// <param name="to">A classic group without members.</param>
    /// <param name="memory">Bound of what members keep.</param>
    /// <param name="now">The time.</param>
    /// <param name="effects">Answers to who waits.</param>
    public static void Downgrade(ConsumerGroupState from, GroupState to, GroupMemory memory, TimeSpan now, List<GroupEffect> effects)
    {
        var members = new List<GroupMember>();
        foreach (var member in from.Members)
        {
            members.Add(new GroupMember(memory)
            {
                Id = member.Id,
                InstanceId = member.InstanceId,
                ClientId = member.ClientId,
                ClientHost = member.ClientHost,
                SessionTimeout = member.Classic!.SessionTimeout,
                RebalanceTimeout = member.RebalanceTimeout,
                Protocols = member.Classic.Protocols,
                Assignment = ConsumerProtocol.WriteAssignment(member.Classic.Version, from.Named(member.Assigned.Union(member.Revoking))),
                FormerGeneration = member.Epoch,
            });
        }

        from.Dissolve();
        to.Adopt(members, from.TargetEpoch, now, effects);
    }

    private static ConsumerHeartbeatResult Refused(string reason) => new(
        KafkaError.GroupIdNotFound, $"The members of the group speak the classic protocol and it cannot go over, for {reason}; one of the newer protocol can join when they have left.");

    private static ImmutableArray<SubscribedTopic> Topics(ImmutableArray<string> names, Func<string, SubscribedTopic?> find) =>
        [.. names.Distinct(StringComparer.Ordinal).Select(find).OfType<SubscribedTopic>().OrderBy(topic => topic.Id)];

    private static ConsumerMember Member(
        GroupMember member, MemberMetadata metadata, IReadOnlyList<(string Topic, int Partition)> assignment, Func<string, SubscribedTopic?> find)
    {
        var assigned = new HashSet<TopicPartition>();
        foreach (var topic in assignment.GroupBy(partition => partition.Topic, StringComparer.Ordinal))
        {
            if (find(topic.Key) is { } found)
                assigned.UnionWith(topic.Where(partition => partition.Partition >= 0 && partition.Partition < found.PartitionCount).Select(partition => new TopicPartition(found.Id, partition.Partition)));
        }

        return new ConsumerMember
        {
            Id = member.Id,
            InstanceId = member.InstanceId,
            RackId = metadata.RackId,
            ClientId = member.ClientId,
            ClientHost = member.ClientHost,
            RebalanceTimeout = member.RebalanceTimeout,
            Assigned = assigned,
        };
    }
}
