using Hops.Core.Identity;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Groups.Consumer;
using Hops.Kafka.Topics;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Groups;

/// <summary>Heartbeat: keeps a membership alive, and tells of a rebalance.</summary>
internal sealed class HeartbeatHandler(GroupDirectory groups, TopicCatalog topics)
{
    private readonly SubscriptionLookup _lookup = new(topics);

    public ValueTask<HeartbeatResponse?> HandleAsync(Call call, HeartbeatRequest request)
    {
        var error = call.GroupError(Operation.Read, request.GroupId);
        if (error == KafkaError.None)
        {
            var group = call.Names.Find(groups, request.GroupId);
            var look = group is null ? null : _lookup.FindAgain(call, group, request.MemberId);
            error = group?.Heartbeat(request.MemberId, request.GroupInstanceId, request.GenerationId, look) ?? KafkaError.UnknownMemberId;
        }

        return new(new HeartbeatResponse { ErrorCode = error });
    }
}
