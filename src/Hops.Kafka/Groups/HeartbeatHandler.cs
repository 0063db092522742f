using Hops.Core.Identity;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Groups;

/// <summary>Heartbeat: keeps a membership alive, and tells of a rebalance.</summary>
internal sealed class HeartbeatHandler(GroupDirectory groups)
{
    public ValueTask<HeartbeatResponse?> HandleAsync(Call call, HeartbeatRequest request)
    {
        var error = call.GroupError(Operation.Read, request.GroupId);
        if (error == KafkaError.None)
        {
            error = call.Names.Find(groups, request.GroupId)?.Heartbeat(request.MemberId, request.GroupInstanceId, request.GenerationId)
                ?? KafkaError.UnknownMemberId;
        }

        return new(new HeartbeatResponse { ErrorCode = error });
    }
}
