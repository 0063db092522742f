using Hops.Core.Identity;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Topics;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Groups;

/// <summary>OffsetDelete: forgets offsets of topics that no member reads.</summary>
internal sealed class OffsetDeleteHandler(GroupDirectory groups, TopicCatalog topics)
{
    public async ValueTask<OffsetDeleteResponse?> HandleAsync(Call call, OffsetDeleteRequest request)
    {
        var response = new OffsetDeleteResponse { ErrorCode = call.GroupError(Operation.Delete, request.GroupId) };
        if (response.ErrorCode != KafkaError.None)
            return response;
        var group = call.Names.Find(groups, request.GroupId);
        if (group is null)
            return new() { ErrorCode = KafkaError.GroupIdNotFound };
        var read = group.Look(Subscriptions.Of, Subscriptions.Of);
        if (read is null)
            return new() { ErrorCode = KafkaError.NonEmptyGroup };
        var gone = new List<TopicPartition>();
        foreach (var asked in call.Each(request.Topics))
            response.Topics.Add(Check(call, asked, read, gone));
        await groups.Offsets.DeleteAsync(group, gone);
        if (gone.Count > 0)
            call.NoteChange("group.reset", ResourceKind.Group, request.GroupId);
        return response;
    }

    private OffsetDeleteResponse.Topic Check(Call call, OffsetDeleteRequest.Topic asked, IReadOnlySet<string> read, List<TopicPartition> gone)
    {
        var error = call.TopicError(Operation.Read, asked.Name);
        var topic = call.Names.Find(topics, asked.Name);
        if (error == KafkaError.None && topic is null)
            error = KafkaError.UnknownTopicOrPartition;
        if (error == KafkaError.None && read.Contains(asked.Name))
            error = KafkaError.GroupSubscribedToTopic;
        var answer = new OffsetDeleteResponse.Topic { Name = asked.Name };
        foreach (var partition in asked.Partitions)
        {
            answer.Partitions.Add(new() { PartitionIndex = partition.PartitionIndex, ErrorCode = error });
            if (error == KafkaError.None)
                gone.Add(new TopicPartition(topic!.Id, partition.PartitionIndex));
        }

        return answer;
    }
}
