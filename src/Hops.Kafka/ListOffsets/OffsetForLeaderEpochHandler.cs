using Hops.Core.Identity;
using Hops.Kafka.Cluster;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Fetch;
using Hops.Kafka.Topics;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.ListOffsets;

/// <summary>OffsetForLeaderEpoch: where an epoch ended, so that a client notices that records it has read are gone (KIP-320).</summary>
internal sealed class OffsetForLeaderEpochHandler(BrokerState state, TopicLogs logs)
{
    public ValueTask<OffsetForLeaderEpochResponse?> HandleAsync(Call call, OffsetForLeaderEpochRequest request)
    {
        var response = new OffsetForLeaderEpochResponse();
        foreach (var topic in request.Topics)
        {
            var answers = new OffsetForLeaderEpochResponse.Topic { Name = topic.Name };
            response.Topics.Add(answers);
            foreach (var partition in call.Each(topic.Partitions))
            {
                var answer = new OffsetForLeaderEpochResponse.Topic.Partition { Index = partition.Index };
                answers.Partitions.Add(answer);
                answer.ErrorCode = Find(call, topic.Name, partition, answer);
            }
        }

        return new(response);
    }

    private KafkaError Find(
        Call call, string name, OffsetForLeaderEpochRequest.Topic.Partition wanted, OffsetForLeaderEpochResponse.Topic.Partition answer)
    {
        if (call.TopicError(Operation.Describe, name) is not KafkaError.None and var denied)
            return denied;
        if (call.Names.Find(logs, name, wanted.Index) is not { } log)
            return KafkaError.UnknownTopicOrPartition;
        if (Fences.Check(wanted.CurrentLeaderEpoch, state.LeaderEpoch) is not KafkaError.None and var fenced)
            return fenced;
        (answer.LeaderEpoch, answer.EndOffset) = log.EndOfEpoch(wanted.LeaderEpoch);
        return KafkaError.None;
    }
}
