using Hops.Core.Identity;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Groups;

/// <summary>LeaveGroup: one member up to version 2, several from 3 on, static ones by their instance id.</summary>
internal sealed class LeaveGroupHandler(GroupDirectory groups)
{
    private const int VersionOfBatches = 3;

    public ValueTask<LeaveGroupResponse?> HandleAsync(Call call, LeaveGroupRequest request)
    {
        var response = new LeaveGroupResponse { ErrorCode = call.GroupError(Operation.Read, request.GroupId) };
        if (response.ErrorCode != KafkaError.None)
            return new(response);
        var group = call.Names.Find(groups, request.GroupId);
        if (call.Version < VersionOfBatches)
        {
            response.ErrorCode = group?.Leave(request.MemberId, instanceId: null) ?? KafkaError.UnknownMemberId;
            return new(response);
        }

        foreach (var member in request.Members)
        {
            response.Members.Add(new()
            {
                MemberId = member.MemberId,
                GroupInstanceId = member.GroupInstanceId,
                ErrorCode = group?.Leave(member.MemberId, member.GroupInstanceId) ?? KafkaError.UnknownMemberId,
            });
        }

        return new(response);
    }
}
