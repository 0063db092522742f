using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Topics;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Groups;

/// <summary>OffsetCommit: answered when the offsets are durable.</summary>
internal sealed class OffsetCommitHandler(GroupDirectory groups, TopicCatalog topics, TimeProvider clock)
{
    /// <summary>Longest text beside an offset, as Apache Kafka's <c>offset.metadata.max.bytes</c>.</summary>
    internal const int MetadataCharactersMax = 4096;

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
        try
        {
            await groups.CommitAsync(group!, accepted);
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
        var topicError = refusal != KafkaError.None ? refusal : call.TopicError(Operation.Read, asked.Name);
        var topic = call.Names.Find(topics, asked.Name);
        if (topicError == KafkaError.None && topic is null)
            topicError = KafkaError.UnknownTopicOrPartition;
        foreach (var partition in asked.Partitions)
        {
            var error = topicError;
            if (error == KafkaError.None && !topic!.HasPartition(partition.PartitionIndex))
                error = KafkaError.UnknownTopicOrPartition;
            else if (error == KafkaError.None && partition.CommittedMetadata?.Length > MetadataCharactersMax)
                error = KafkaError.OffsetMetadataTooLarge;
            if (error == KafkaError.None)
            {
                accepted[new TopicPartition(topic!.Id, partition.PartitionIndex)] = new CommittedOffset(
                    partition.CommittedOffset, partition.CommittedLeaderEpoch, partition.CommittedMetadata ?? "", clock.GetUtcNow());
            }

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
