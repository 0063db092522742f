using System.Globalization;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Groups;
using Hops.Kafka.Log;
using Hops.Kafka.Topics;

namespace Hops.Api.Groups;

/// <summary>A consumer group.</summary>
/// <param name="Group">Its id.</param>
/// <param name="State">State of its membership, in the words of Kafka: Empty, PreparingRebalance, CompletingRebalance, Assigning, Reconciling, Stable.</param>
/// <param name="Lag">Records that it has not read yet, all its partitions together.</param>
/// <param name="Members">Who is in it.</param>
/// <param name="Partitions">The partitions of which it has committed an offset.</param>
public sealed record GroupView(string Group, string State, string Lag, IReadOnlyList<GroupMemberView> Members, IReadOnlyList<GroupPartitionView> Partitions)
{
    internal static GroupView Of(GroupReport group, GroupLag lag)
    {
        var partitions = lag.Of(group);
        return new(
            group.GroupId,
            group.State,
            partitions.Sum(partition => long.Parse(partition.Lag, CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture),
            [.. group.Members.Select(GroupMemberView.Of)],
            partitions);
    }
}

/// <summary>A member of a consumer group.</summary>
/// <param name="Member">Its id in the group.</param>
/// <param name="Client">What its client calls itself.</param>
/// <param name="Host">Address from which it comes.</param>
/// <param name="Assigned">Partitions that it reads, as <c>topic-partition</c>.</param>
public sealed record GroupMemberView(string Member, string Client, string Host, IReadOnlyList<string> Assigned)
{
    internal static GroupMemberView Of(MemberReport member) => new(
        member.MemberId,
        member.ClientId,
        member.ClientHost,
        [.. member.Assigned.Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Topic}-{part.Partition}"))]);
}

/// <summary>How far a group has come in a partition.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Committed">Offset with which it goes on.</param>
/// <param name="EndOffset">Offset of the next record of the partition.</param>
/// <param name="Lag">Records between the two that are still there.</param>
/// <param name="CommittedAt">When it was committed.</param>
public sealed record GroupPartitionView(string Topic, int Partition, string Committed, string EndOffset, string Lag, DateTimeOffset CommittedAt);

/// <summary>Compares what groups of a project have committed with the logs, of its own topics and of those that it borrows.</summary>
internal sealed class GroupLag(TopicCatalog topics, TopicLogs logs, TenantNames names)
{
    /// <summary>The partitions of a group, in the order of their names; those of topics that are gone are left out.</summary>
    internal IReadOnlyList<GroupPartitionView> Of(GroupReport group) =>
    [
        .. group.Offsets
            .Select(pair => (Topic: names.Find(topics, pair.Key.TopicId), pair.Key.Index, Committed: pair.Value))
            .Where(part => part.Topic is not null && part.Topic.HasPartition(part.Index))
            .Select(part => View(names.NameOf(part.Topic!)!, logs.Get(part.Topic!, part.Index), part.Committed))
            .OrderBy(view => view.Topic, StringComparer.Ordinal).ThenBy(view => view.Partition),
    ];

    private static GroupPartitionView View(string topic, Partition log, CommittedOffset committed)
    {
        var (begin, end) = (log.LogStartOffset, log.HighWatermark);
        return new(topic, log.Id.Partition, Text(committed.Offset), Text(end), Text(Math.Max(0, end - Math.Max(begin, committed.Offset))), committed.CommittedAt);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
