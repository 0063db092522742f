using Hops.Core.Identity;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Groups;

/// <summary>ListGroups: the groups that the caller may know of.</summary>
internal sealed class ListGroupsHandler(GroupDirectory groups)
{
    private const string Classic = "Classic";
    private const string Consumer = "Consumer";

    public ValueTask<ListGroupsResponse?> HandleAsync(Call call, ListGroupsRequest request)
    {
        var response = new ListGroupsResponse();
        foreach (var group in call.Names.List(groups))
        {
            var (type, phase, protocolType) = group.Look(
                state => (Classic, state.Phase.ToString(), state.ProtocolType ?? ""),
                state => (Consumer, state.Phase.ToString(), Subscriptions.Consumer));
            if (request.TypesFilter.Length > 0 && !request.TypesFilter.Contains(type, StringComparer.OrdinalIgnoreCase))
                continue;
            if (request.StatesFilter.Length > 0 && !request.StatesFilter.Contains(phase, StringComparer.OrdinalIgnoreCase))
                continue;
            if (call.GroupError(Operation.Describe, group.GroupId) != KafkaError.None)
                continue;
            response.Groups.Add(new() { GroupId = group.GroupId, ProtocolType = protocolType, GroupState = phase, GroupType = type });
        }

        return new(response);
    }
}
