using Hops.Core.Identity;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Topics;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Groups.Consumer;

/// <summary>ConsumerGroupHeartbeat: joins, goes on or leaves; answered at once.</summary>
internal sealed class ConsumerGroupHeartbeatHandler(BrokerOptions options, GroupDirectory groups, TopicCatalog topics)
{
    private readonly SubscriptionLookup _lookup = new(topics);

    public async ValueTask<ConsumerGroupHeartbeatResponse?> HandleAsync(Call call, ConsumerGroupHeartbeatRequest request)
    {
        if (HeartbeatCheck.Refuse(request, call.Version) is { } wrong)
            return Answer(wrong);
        if (call.GroupError(Operation.Read, request.GroupId) is not KafkaError.None and var refusal)
            return Answer(new(refusal));
        if (request.MemberId.Length == 0)
            request.MemberId = Guid.NewGuid().ToString();
        var group = call.Names.Find(groups, request.GroupId);
        if (request.MemberEpoch < 0)
            return Answer(group?.Heartbeat(Input(call, request, null)) ?? Unknown(request));
        var (subscription, refused) = await _lookup.FindAsync(call, request, group);
        if (refused is not null)
            return Answer(refused);
        if (request.MemberEpoch == 0)
            group = call.Names.FindOrAdd(groups, request.GroupId);
        if (group is null)
            return Answer(request.MemberEpoch == 0 ? new(KafkaError.PolicyViolation, "The project has as many groups as it may have.") : Unknown(request));
        return Answer(group.Heartbeat(Input(call, request, subscription)));
    }

    /// <summary>Members are not kept over a restart, and a group without offsets neither: who was in it joins again.</summary>
    private static ConsumerHeartbeatResult Unknown(ConsumerGroupHeartbeatRequest request) =>
        new(KafkaError.UnknownMemberId, $"The group has no member '{request.MemberId}'; it has to join again.");

    private ConsumerHeartbeat Input(Call call, ConsumerGroupHeartbeatRequest request, ConsumerSubscription? subscription)
    {
        var snapshot = topics.Snapshot;
        var wished = TimeSpan.FromMilliseconds(request.RebalanceTimeoutMs);
        return new ConsumerHeartbeat
        {
            MemberId = request.MemberId,
            MemberEpoch = request.MemberEpoch,
            InstanceId = request.InstanceId,
            RackId = request.RackId,
            ClientId = call.Header.ClientId,
            ClientHost = call.Session.ClientHost,
            RebalanceTimeout = request.RebalanceTimeoutMs < 0 ? null : wished < options.RebalanceTimeoutMax ? wished : options.RebalanceTimeoutMax,
            Subscription = subscription,
            Assignor = request.ServerAssignor,
            Owned = request.OwnedPartitions?.SelectMany(topic => topic.Partitions.Select(index => new TopicPartition(topic.TopicId, index))).ToHashSet(),
            IsFull = request.RebalanceTimeoutMs >= 0
                && (request.SubscribedTopicNames is not null || request.SubscribedTopicRegex is not null)
                && request.OwnedPartitions is not null,
            Find = name => call.Names.Find(topics, name) is { } topic ? new SubscribedTopic(topic.Id, name, topic.PartitionCount) : null,
            Exists = subscription is null ? null : id => snapshot.Find(id) is not null,
        };
    }

    private ConsumerGroupHeartbeatResponse Answer(ConsumerHeartbeatResult result) => new()
    {
        ErrorCode = result.Error,
        ErrorMessage = result.Message,
        MemberId = result.MemberId,
        MemberEpoch = result.MemberEpoch,
        HeartbeatIntervalMs = (int)options.ConsumerHeartbeatInterval.TotalMilliseconds,
        Assignment = result.Assignment is null ? null : new()
        {
            TopicPartitions = [.. result.Assignment.GroupBy(partition => partition.TopicId).Select(topic => new ConsumerGroupHeartbeatRequest.TopicPartitions
            {
                TopicId = topic.Key,
                Partitions = [.. topic.Select(partition => partition.Index).Order()],
            })],
        },
    };
}
