using Hops.Core.Identity;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Groups;

/// <summary>DeleteGroups: removes groups without members, with their offsets.</summary>
internal sealed class DeleteGroupsHandler(GroupDirectory groups)
{
    public async ValueTask<DeleteGroupsResponse?> HandleAsync(Call call, DeleteGroupsRequest request)
    {
        var response = new DeleteGroupsResponse();
        foreach (var groupId in call.Each(request.GroupsNames))
            response.Results.Add(new() { GroupId = groupId, ErrorCode = await DeleteAsync(call, groupId) });
        return response;
    }

    private async ValueTask<KafkaError> DeleteAsync(Call call, string groupId)
    {
        var error = call.GroupError(Operation.Delete, groupId);
        if (error != KafkaError.None)
            return error;
        if (call.Names.Find(groups, groupId) is not { } group)
            return KafkaError.GroupIdNotFound;
        if (!await groups.DeleteAsync(group, evenWithOffsets: true))
            return KafkaError.NonEmptyGroup;
        call.NoteChange("group.delete", ResourceKind.Group, groupId);
        return KafkaError.None;
    }
}
