using System.Globalization;
using Hops.Core.Errors;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Groups;
using Hops.Kafka.Reading;
using Hops.Kafka.Topics;

namespace Hops.Api.Groups;

/// <summary>A consumer group.</summary>
/// <param name="Group">Its id.</param>
/// <param name="State">State of its membership, in the words of Kafka: Empty, PreparingRebalance, CompletingRebalance, Assigning, Reconciling, Stable.</param>
/// <param name="Lag">Records that it has not read yet, all its partitions together; null if that of one is not known.</param>
/// <param name="Members">Who is in it.</param>
/// <param name="Partitions">The partitions of which it has committed an offset.</param>
public sealed record GroupView(string Group, string State, string? Lag, IReadOnlyList<GroupMemberView> Members, IReadOnlyList<GroupPartitionView> Partitions)
{
    internal static GroupView Of(GroupReport group, IReadOnlyList<GroupPartitionView> partitions) => new(
        group.GroupId,
        group.State,
        partitions.Any(partition => partition.Lag is null)
            ? null
            : partitions.Sum(partition => long.Parse(partition.Lag!, CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture),
        [.. group.Members.Select(GroupMemberView.Of)],
        partitions);
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
/// <param name="EndOffset">Offset of the next record of the partition; null if that is not known, as of a topic that a Kafka cluster has lost, or that nobody leads there.</param>
/// <param name="Lag">Records between the two that are still there; null if that is not known.</param>
/// <param name="CommittedAt">When it was committed; null if that is not known, as of a Kafka cluster.</param>
public sealed record GroupPartitionView(string Topic, int Partition, string Committed, string? EndOffset, string? Lag, DateTimeOffset? CommittedAt);

/// <summary>Compares what groups of a project have committed with the partitions, of its own topics and of those that it borrows.</summary>
internal sealed class GroupLag(TopicCatalog topics, RecordsOf recordsOf, TenantNames names)
{
    /// <summary>
    /// Some groups with their partitions, in the order of their names; those of topics that are gone are left out. A partition is asked for its ends once,
    /// however many groups read it.
    /// </summary>
    internal async ValueTask<IReadOnlyList<GroupView>> ViewsAsync(IReadOnlyCollection<GroupReport> groups, CancellationToken cancellationToken)
    {
        var asked = await Task.WhenAll(groups.SelectMany(group => group.Offsets.Keys).Distinct().GroupBy(partition => partition.TopicId, partition => partition.Index)
            .Select(partitions => (Topic: names.Find(topics, partitions.Key), Partitions: partitions)).Where(pair => pair.Topic is not null)
            .Select(pair => EndsAsync(pair.Topic!, [.. pair.Partitions.Where(pair.Topic!.HasPartition)], cancellationToken)));
        var ends = asked.SelectMany(each => each).ToDictionary(each => each.Partition, each => (each.Topic, each.Ends));
        return
        [
            .. groups.Select(group => GroupView.Of(
                group,
                [
                    .. group.Offsets.Where(offset => ends.ContainsKey(offset.Key))
                        .Select(offset => View(names.NameOf(ends[offset.Key].Topic)!, offset.Key.Index, ends[offset.Key].Ends, offset.Value))
                        .OrderBy(view => view.Topic, StringComparer.Ordinal).ThenBy(view => view.Partition),
                ])),
        ];
    }

    /// <summary>The ends of partitions of a topic; null for all of them if it cannot be asked: then nothing is known of it, and of others all the same.</summary>
    private async Task<IEnumerable<(TopicPartition Partition, Topic Topic, PartitionEnds? Ends)>> EndsAsync(
        Topic topic, IReadOnlyCollection<int> partitions, CancellationToken cancellationToken)
    {
        try
        {
            return (await recordsOf(topic).EndsAsync(partitions, cancellationToken)).Select(end => (new TopicPartition(topic.Id, end.Partition), topic, (PartitionEnds?)end));
        }
        catch (PlatformException away) when (away.Code is ErrorCode.Unavailable or ErrorCode.NotFound)
        {
            return partitions.Select(index => (new TopicPartition(topic.Id, index), topic, (PartitionEnds?)null));
        }
    }

    private static GroupPartitionView View(string topic, int partition, PartitionEnds? ends, ReportedOffset committed) => new(
        topic,
        partition,
        Text(committed.Offset),
        ends is { } known ? Text(known.EndOffset) : null,
        ends is { } both ? Text(Math.Max(0, both.EndOffset - Math.Max(both.StartOffset, committed.Offset))) : null,
        committed.CommittedAt);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
