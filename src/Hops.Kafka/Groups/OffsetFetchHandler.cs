using Hops.Core.Identity;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Topics;
using Hops.Kafka.Transactions;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Groups;

/// <summary>
/// OffsetFetch: committed offsets, of named partitions or of all; -1 where there is none. Who asks for stable ones is told to wait where an open
/// transaction will commit another (KIP-447).
/// </summary>
internal sealed class OffsetFetchHandler(GroupDirectory groups, TopicCatalog topics, TransactionDirectory transactions)
{
    private const int VersionOfBatches = 8;

    public ValueTask<OffsetFetchResponse?> HandleAsync(Call call, OffsetFetchRequest request)
    {
        var response = new OffsetFetchResponse();
        if (call.Version >= VersionOfBatches)
        {
            foreach (var asked in call.Each(request.Groups.DistinctBy(asked => asked.GroupId, StringComparer.Ordinal)))
                response.Groups.Add(Answer(call, asked.GroupId, asked.Topics, request.RequireStable, asked.MemberId, asked.MemberEpoch));
            return new(response);
        }

        var answer = Answer(call, request.GroupId, request.Topics, request.RequireStable);
        response.ErrorCode = answer.ErrorCode;
        response.Topics = answer.Topics;

        // Version 1 has no error code of the group: each partition tells it.
        if (answer.ErrorCode != KafkaError.None && request.Topics is not null)
            response.Topics = [.. request.Topics.Select(topic => Refused(topic, answer.ErrorCode))];
        return new(response);
    }

    private OffsetFetchResponse.Group Answer(
        Call call, string groupId, List<OffsetFetchRequest.Topic>? asked, bool requireStable, string? memberId = null, int memberEpoch = -1)
    {
        var answer = new OffsetFetchResponse.Group { GroupId = groupId, ErrorCode = call.GroupError(Operation.Describe, groupId) };
        if (answer.ErrorCode != KafkaError.None)
            return answer;
        var group = call.Names.Find(groups, groupId);
        answer.ErrorCode = group?.CheckFetch(memberId, memberEpoch) ?? KafkaError.None;
        if (answer.ErrorCode != KafkaError.None)
            return answer;
        if (asked is null)
            answer.Topics = group is null ? [] : All(call, group);
        else
            answer.Topics = [.. call.Each(asked).Select(topic => Named(call, group, topic))];
        if (requireStable)
            Withhold(call, groupId, answer.Topics);
        return answer;
    }

    /// <summary>Takes back what an open transaction may change.</summary>
    private void Withhold(Call call, string groupId, List<OffsetFetchResponse.Topic> answers)
    {
        foreach (var answer in answers)
        {
            if (call.Names.Find(topics, answer.Name) is not { } topic)
                continue;
            foreach (var partition in answer.Partitions.Where(partition => partition.ErrorCode == KafkaError.None))
            {
                if (!call.Names.IsUncertain(transactions, groupId, new TopicPartition(topic.Id, partition.PartitionIndex)))
                    continue;
                (partition.ErrorCode, partition.CommittedOffset, partition.CommittedLeaderEpoch, partition.Metadata) = (KafkaError.UnstableOffsetCommit, -1, -1, "");
            }
        }
    }

    private List<OffsetFetchResponse.Topic> All(Call call, Group group)
    {
        var all = new List<OffsetFetchResponse.Topic>();
        foreach (var byTopic in group.Offsets.GroupBy(pair => pair.Key.TopicId))
        {
            if (call.Names.Find(topics, byTopic.Key) is not { } topic)
                continue;
            var name = call.Names.NameOf(topic)!;
            if (call.TopicError(Operation.Describe, name) != KafkaError.None)
                continue;
            var answer = new OffsetFetchResponse.Topic { Name = name };
            foreach (var (partition, committed) in byTopic.OrderBy(pair => pair.Key.Index))
                answer.Partitions.Add(Partition(partition.Index, committed));
            all.Add(answer);
        }

        return all;
    }

    private OffsetFetchResponse.Topic Named(Call call, Group? group, OffsetFetchRequest.Topic asked)
    {
        var error = call.TopicError(Operation.Describe, asked.Name);
        if (error != KafkaError.None)
            return Refused(asked, error);
        var topic = call.Names.Find(topics, asked.Name);
        var answer = new OffsetFetchResponse.Topic { Name = asked.Name };
        foreach (var index in asked.PartitionIndexes)
        {
            var committed = topic is null ? null : group?.Offsets.GetValueOrDefault(new TopicPartition(topic.Id, index));
            answer.Partitions.Add(Partition(index, committed));
        }

        return answer;
    }

    private static OffsetFetchResponse.Topic Refused(OffsetFetchRequest.Topic asked, KafkaError error)
    {
        var answer = new OffsetFetchResponse.Topic { Name = asked.Name };
        foreach (var index in asked.PartitionIndexes)
            answer.Partitions.Add(Partition(index, committed: null, error));
        return answer;
    }

    private static OffsetFetchResponse.Topic.Partition Partition(int index, CommittedOffset? committed, KafkaError error = KafkaError.None) => new()
    {
        PartitionIndex = index,
        CommittedOffset = committed?.Offset ?? -1,
        CommittedLeaderEpoch = committed?.LeaderEpoch ?? -1,
        Metadata = committed?.Metadata ?? "",
        ErrorCode = error,
    };
}
