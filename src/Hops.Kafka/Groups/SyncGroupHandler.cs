using Hops.Core.Identity;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Groups;

/// <summary>SyncGroup: the leader brings the assignments, every member gets its own.</summary>
internal sealed class SyncGroupHandler(GroupDirectory groups)
{
    private const int AssignmentBytesMax = 16 << 20;

    public async ValueTask<SyncGroupResponse?> HandleAsync(Call call, SyncGroupRequest request)
    {
        var refusal = call.GroupError(Operation.Read, request.GroupId);
        if (refusal != KafkaError.None)
            return new() { ErrorCode = refusal };
        if (request.Assignments.Sum(each => (long)each.Content.Length) > AssignmentBytesMax)
            return new() { ErrorCode = KafkaError.InvalidRequest };
        var group = call.Names.Find(groups, request.GroupId);
        if (group is null)
            return new() { ErrorCode = KafkaError.UnknownMemberId };
        var assignments = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var each in request.Assignments)
            assignments[each.MemberId] = each.Content;
        var syncing = group.Sync(waiter => new SyncInput
        {
            Waiter = waiter,
            MemberId = request.MemberId,
            Generation = request.GenerationId,
            InstanceId = request.GroupInstanceId,
            ProtocolType = request.ProtocolType,
            Protocol = request.ProtocolName,
            Assignments = assignments,
        });
        var result = await call.WhileStandingAsync(syncing, ResourceKind.Group, request.GroupId);
        return new()
        {
            ErrorCode = result.Error,
            ProtocolType = result.ProtocolType,
            ProtocolName = result.Protocol,
            Assignment = result.Assignment,
        };
    }
}
