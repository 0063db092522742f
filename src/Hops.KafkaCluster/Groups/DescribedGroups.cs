using Hops.Client.Topics;
using Hops.Core.Errors;
using Hops.Kafka;
using Hops.Kafka.Groups;
using Hops.Kafka.Wire;
using Hops.Kafka.Wire.Messages;
using Hops.KafkaCluster.Wire;

namespace Hops.KafkaCluster.Groups;

/// <summary>What a coordinator knows of its groups, of both protocols.</summary>
internal static class DescribedGroups
{
    private const short ConsumerVersionMax = 0;
    private const short ClassicVersionMax = 4;
    private const short OffsetsVersionMax = 8;

    /// <summary>First version that answers for several groups (KIP-709).</summary>
    private const short OffsetsOfSeveralVersion = 8;

    /// <summary>Groups of one request.</summary>
    private const int AtOnceMax = 100;

    /// <summary>What members of a group say who share out topics by Kafka's own protocol; Connect has another one.</summary>
    private const string ConsumerProtocol = "consumer";

    /// <summary>State of a group that is not there.</summary>
    private const string Dead = "Dead";

    /// <summary>Describes those of some groups that are there.</summary>
    /// <param name="coordinator">Their coordinator.</param>
    /// <param name="ids">Their ids in the cluster.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Null if it is not their coordinator, or not yet: it has to be asked for again.</returns>
    /// <exception cref="PlatformException"><c>Unavailable</c>.</exception>
    public static async Task<IReadOnlyList<DescribedGroup>?> OfAsync(BrokerConnection coordinator, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var described = new List<DescribedGroup>();
        foreach (var some in ids.Chunk(AtOnceMax))
        {
            var consumer = await ConsumerAsync(coordinator, some, cancellationToken);
            var others = some.Except(consumer?.Select(group => group.Id) ?? [], StringComparer.Ordinal).ToArray();
            var classic = others.Length > 0 ? await ClassicAsync(coordinator, others, cancellationToken) : [];
            if (consumer is null || classic is null || await WithOffsetsAsync(coordinator, [.. consumer, .. classic], cancellationToken) is not { } whole)
                return null;
            described.AddRange(whole);
        }

        return described;
    }

    /// <summary>Those of KIP-848; none of a cluster that does not know it.</summary>
    private static async Task<IReadOnlyList<DescribedGroup>?> ConsumerAsync(BrokerConnection coordinator, string[] ids, CancellationToken cancellationToken)
    {
        if (!coordinator.Offers(ApiKey.ConsumerGroupDescribe))
            return [];
        var answer = await coordinator.SendAsync<ConsumerGroupDescribeRequest, ConsumerGroupDescribeResponse>(
            new ConsumerGroupDescribeRequest { GroupIds = ids }, ConsumerVersionMax, cancellationToken);
        if (answer.Groups.Exists(group => ClusterBrokers.IsPassing(group.ErrorCode)))
            return null;
        return
        [
            .. answer.Groups.Where(group => IsThere(group.ErrorCode, group.ErrorMessage)).Select(group => new DescribedGroup(
                group.GroupId,
                group.GroupState,
                [
                    .. group.Members.Select(member => new MemberReport(
                        member.MemberId,
                        member.ClientId,
                        member.ClientHost,
                        [.. member.Assignment.Topics.SelectMany(topic => topic.Partitions.Select(partition => (topic.TopicName, partition)))])),
                ],
                [])),
        ];
    }

    private static async Task<IReadOnlyList<DescribedGroup>?> ClassicAsync(BrokerConnection coordinator, string[] ids, CancellationToken cancellationToken)
    {
        var answer = await coordinator.SendAsync<DescribeGroupsRequest, DescribeGroupsResponse>(new DescribeGroupsRequest { Groups = ids }, ClassicVersionMax, cancellationToken);
        if (answer.Groups.Exists(group => ClusterBrokers.IsPassing(group.ErrorCode)))
            return null;
        return
        [
            .. answer.Groups.Where(group => IsThere(group.ErrorCode, group.ErrorMessage) && group.GroupState != Dead).Select(group => new DescribedGroup(
                group.GroupId,
                group.GroupState,
                [
                    .. group.Members.Select(member => new MemberReport(
                        member.MemberId, member.ClientId, member.ClientHost, group.ProtocolType == ConsumerProtocol ? GroupReport.AssignedTo(member.MemberAssignment) : [])),
                ],
                [])),
        ];
    }

    private static async Task<IEnumerable<DescribedGroup>?> WithOffsetsAsync(
        BrokerConnection coordinator, IReadOnlyList<DescribedGroup> groups, CancellationToken cancellationToken)
    {
        if (groups.Count == 0)
            return groups;
        var answers = coordinator.Offers(ApiKey.OffsetFetch, OffsetsOfSeveralVersion)
            ? await OffsetsAsync(coordinator, groups, cancellationToken)
            : await Task.WhenAll(groups.Select(group => OffsetsAsync(coordinator, group.Id, cancellationToken)));
        if (answers.Any(group => ClusterBrokers.IsPassing(group.ErrorCode)))
            return null;
        var offsets = answers.Where(group => IsThere(group.ErrorCode, null)).ToDictionary(group => group.GroupId, group => group.Topics, StringComparer.Ordinal);
        return groups.Select(group => group with
        {
            Offsets =
            [
                .. offsets.GetValueOrDefault(group.Id, []).SelectMany(topic => topic.Partitions.Where(partition => partition.ErrorCode == KafkaError.None && partition.CommittedOffset >= 0)
                    .Select(partition => (topic.Name, partition.PartitionIndex, partition.CommittedOffset))),
            ],
        });
    }

    private static async Task<IReadOnlyList<OffsetFetchResponse.Group>> OffsetsAsync(
        BrokerConnection coordinator, IReadOnlyList<DescribedGroup> groups, CancellationToken cancellationToken)
    {
        var request = new OffsetFetchRequest { Groups = [.. groups.Select(group => new OffsetFetchRequest.Group { GroupId = group.Id })] };
        return (await coordinator.SendAsync<OffsetFetchRequest, OffsetFetchResponse>(request, OffsetsVersionMax, cancellationToken)).Groups;
    }

    /// <summary>Those of one group, as all versions before say them.</summary>
    private static async Task<OffsetFetchResponse.Group> OffsetsAsync(BrokerConnection coordinator, string group, CancellationToken cancellationToken)
    {
        var answer = await coordinator.SendAsync<OffsetFetchRequest, OffsetFetchResponse>(new OffsetFetchRequest { GroupId = group }, OffsetsVersionMax, cancellationToken);
        return new OffsetFetchResponse.Group { GroupId = group, Topics = answer.Topics, ErrorCode = answer.ErrorCode };
    }

    /// <summary>False for a group that is not there, or not of the protocol that was asked for.</summary>
    private static bool IsThere(KafkaError error, string? message)
    {
        if (error is KafkaError.GroupIdNotFound or KafkaError.UnsupportedVersion)
            return false;
        ClusterRefusal.Demand(error, message, "see groups");
        return true;
    }
}

/// <summary>A group as the cluster knows it.</summary>
/// <param name="Id">Its id there.</param>
/// <param name="State">State of its membership, in the words of Kafka.</param>
/// <param name="Members">Who is in it; topics by their names there.</param>
/// <param name="Offsets">What it has committed, by the names of topics there.</param>
internal sealed record DescribedGroup(
    string Id, string State, IReadOnlyList<MemberReport> Members, IReadOnlyList<(string Topic, int Partition, long Offset)> Offsets);
