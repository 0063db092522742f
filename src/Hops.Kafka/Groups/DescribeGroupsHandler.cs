using Hops.Core.Identity;
using Hops.Kafka.Cluster;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Groups;

/// <summary>
/// DescribeGroups: state and members of classic groups. A missing group is "Dead" up to version 5 and an error from 6 on (KIP-1043), and so is one of
/// the newer protocol, which ConsumerGroupDescribe describes.
/// </summary>
internal sealed class DescribeGroupsHandler(GroupDirectory groups)
{
    private const int VersionOfNotFound = 6;

    public ValueTask<DescribeGroupsResponse?> HandleAsync(Call call, DescribeGroupsRequest request)
    {
        var response = new DescribeGroupsResponse();
        foreach (var groupId in call.Each(request.Groups.Distinct(StringComparer.Ordinal)))
        {
            var described = Describe(call, groupId);
            if (request.IncludeAuthorizedOperations && described.ErrorCode == KafkaError.None)
                described.AuthorizedOperations = AuthorizedOperations.OfGroup(call, groupId);
            response.Groups.Add(described);
        }

        return new(response);
    }

    private DescribeGroupsResponse.Group Describe(Call call, string groupId)
    {
        var described = new DescribeGroupsResponse.Group { GroupId = groupId, ErrorCode = call.GroupError(Operation.Describe, groupId) };
        if (described.ErrorCode != KafkaError.None)
            return described;
        if (call.Names.Find(groups, groupId) is { } group && group.Look(state => Fill(described, state), _ => null) is { } filled)
            return filled;
        described.GroupState = "Dead";
        if (call.Version >= VersionOfNotFound)
        {
            described.ErrorCode = KafkaError.GroupIdNotFound;
            described.ErrorMessage = $"There is no classic group '{groupId}'.";
        }

        return described;
    }

    private static DescribeGroupsResponse.Group? Fill(DescribeGroupsResponse.Group described, GroupState state)
    {
        described.GroupState = state.Phase.ToString();
        described.ProtocolType = state.ProtocolType ?? "";
        described.ProtocolData = state.Phase == GroupPhase.Stable ? state.Protocol ?? "" : "";
        foreach (var member in state.Members)
        {
            described.Members.Add(new()
            {
                MemberId = member.Id,
                GroupInstanceId = member.InstanceId,
                ClientId = member.ClientId,
                ClientHost = member.ClientHost,
                MemberMetadata = member.MetadataFor(state.Protocol),
                MemberAssignment = member.Assignment,
            });
        }

        return described;
    }
}
