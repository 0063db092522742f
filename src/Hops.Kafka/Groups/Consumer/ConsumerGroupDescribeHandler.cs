using Hops.Core.Identity;
using Hops.Kafka.Cluster;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Groups.Consumer;

/// <summary>ConsumerGroupDescribe: members of groups of the newer protocol, what they have and what they shall have.</summary>
internal sealed class ConsumerGroupDescribeHandler(GroupDirectory groups)
{
    private const sbyte OfClassicProtocol = 0;
    private const sbyte OfThisProtocol = 1;

    public ValueTask<ConsumerGroupDescribeResponse?> HandleAsync(Call call, ConsumerGroupDescribeRequest request)
    {
        var response = new ConsumerGroupDescribeResponse();
        foreach (var groupId in call.Each(request.GroupIds.Distinct(StringComparer.Ordinal)))
        {
            var described = Describe(call, groupId);
            if (request.IncludeAuthorizedOperations && described.ErrorCode == KafkaError.None)
                described.AuthorizedOperations = AuthorizedOperations.OfGroup(call, groupId);
            response.Groups.Add(described);
        }

        return new(response);
    }

    private ConsumerGroupDescribeResponse.Group Describe(Call call, string groupId)
    {
        var described = new ConsumerGroupDescribeResponse.Group { GroupId = groupId, ErrorCode = call.GroupError(Operation.Describe, groupId) };
        if (described.ErrorCode != KafkaError.None)
            return described;
        if (call.Names.Find(groups, groupId) is { } group && group.Look(_ => false, state => Fill(described, state)))
            return described;
        described.ErrorCode = KafkaError.GroupIdNotFound;
        described.ErrorMessage = $"There is no group '{groupId}' of this protocol.";
        return described;
    }

    private static bool Fill(ConsumerGroupDescribeResponse.Group described, ConsumerGroupState state)
    {
        described.GroupState = state.Phase.ToString();
        described.GroupEpoch = state.GroupEpoch;
        described.AssignmentEpoch = state.TargetEpoch;
        described.AssignorName = state.Assignor;
        foreach (var member in state.Members)
        {
            described.Members.Add(new()
            {
                MemberId = member.Id,
                InstanceId = member.InstanceId,
                RackId = member.RackId,
                MemberEpoch = member.Epoch,
                ClientId = member.ClientId,
                ClientHost = member.ClientHost,
                SubscribedTopicNames = [.. member.Subscription.Names],
                SubscribedTopicRegex = member.Subscription.Pattern.Length == 0 ? null : member.Subscription.Pattern,
                Assignment = Named(state, member.Assigned),
                TargetAssignment = Named(state, member.Target),
                MemberType = member.Classic is null ? OfThisProtocol : OfClassicProtocol,
            });
        }

        return true;
    }

    private static ConsumerGroupDescribeResponse.Group.MemberAssignment Named(ConsumerGroupState state, IEnumerable<TopicPartition> partitions)
    {
        var named = new ConsumerGroupDescribeResponse.Group.MemberAssignment();
        foreach (var topic in partitions.GroupBy(partition => partition.TopicId))
        {
            if (state.Topics.TryName(topic.Key, out var name))
                named.Topics.Add(new() { TopicId = topic.Key, TopicName = name, Partitions = [.. topic.Select(partition => partition.Index).Order()] });
        }

        return named;
    }
}
