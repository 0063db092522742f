using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Topics;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Groups;

/// <summary>OffsetCommit: answered when the offsets are durable.</summary>
internal sealed class OffsetCommitHandler(GroupDirectory groups, TopicCatalog topics, TimeProvider clock)
{
    private const int VersionOfGroupNotFound = 9;

    public async ValueTask<OffsetCommitResponse?> HandleAsync(Call call, OffsetCommitRequest request)
    {
        var (group, refusal) = Enter(call, request);
        var accepted = new Dictionary<TopicPartition, CommittedOffset>();
        var response = new OffsetCommitResponse();
        foreach (var topic in request.Topics)
            response.Topics.Add(Check(call, topic, refusal, accepted));
        if (accepted.Count == 0)
            return response;
        if (!group!.HasRoomFor(accepted))
        {
            Fail(response, KafkaError.OffsetMetadataTooLarge);
            return response;
        }

        try
        {
            await groups.Offsets.CommitAsync(group, accepted);
        }
        catch (PlatformException failure)
        {
            Fail(response, Refusals.ToKafka(failure));
        }

        return response;
    }

    private (Group? Group, KafkaError Refusal) Enter(Call call, OffsetCommitRequest request)
    {
        var refusal = call.GroupError(Operation.Read, request.GroupId);
        if (refusal != KafkaError.None)
            return (null, refusal);
        var isSimple = request.GenerationIdOrMemberEpoch < 0;
        var group = isSimple ? call.Names.FindOrAdd(groups, request.GroupId) : call.Names.Find(groups, request.GroupId);
        if (group is null && isSimple)
            return (null, KafkaError.PolicyViolation);
        if (group is null)
            return (null, call.Version >= VersionOfGroupNotFound ? KafkaError.GroupIdNotFound : KafkaError.IllegalGeneration);
        return (group, group.CheckCommit(request.MemberId, request.GroupInstanceId, request.GenerationIdOrMemberEpoch));
    }

    private OffsetCommitResponse.Topic Check(
        Call call, OffsetCommitRequest.Topic asked, KafkaError refusal, Dictionary<TopicPartition, CommittedOffset> accepted)
    {
        var answer = new OffsetCommitResponse.Topic { Name = asked.Name };
        var intake = new OffsetIntake(call, topics, asked.Name, refusal, clock.GetUtcNow());
        foreach (var partition in asked.Partitions)
        {
            var error = intake.Check(partition.PartitionIndex, partition.CommittedMetadata);
            if (error == KafkaError.None)
                accepted[intake.Partition(partition.PartitionIndex)] = intake.Take(partition.CommittedOffset, partition.CommittedLeaderEpoch, partition.CommittedMetadata);
            answer.Partitions.Add(new() { PartitionIndex = partition.PartitionIndex, ErrorCode = error });
        }

        return answer;
    }

    private static void Fail(OffsetCommitResponse response, KafkaError error)
    {
        foreach (var partition in response.Topics.SelectMany(topic => topic.Partitions))
        {
            if (partition.ErrorCode == KafkaError.None)
                partition.ErrorCode = error;
        }
    }
}
