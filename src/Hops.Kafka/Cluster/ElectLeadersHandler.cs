using Hops.Core.Identity;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Topics;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Cluster;

/// <summary>
/// ElectLeaders: the one broker leads all partitions and is their preferred replica, so none needs an election. Who may not alter a topic is
/// told no more than that. Where all partitions are asked for, those alone are told that had an election: none.
/// </summary>
internal sealed class ElectLeadersHandler(TopicCatalog topics)
{
    private const sbyte Preferred = 0;
    private const sbyte Unclean = 1;

    public ValueTask<ElectLeadersResponse?> HandleAsync(Call call, ElectLeadersRequest request)
    {
        var response = new ElectLeadersResponse();
        if (request.ElectionType is not (Preferred or Unclean))
        {
            response.ErrorCode = KafkaError.InvalidRequest;
            return new(response);
        }

        foreach (var asked in call.Each(request.TopicPartitions ?? []))
        {
            var denied = call.TopicError(Operation.Alter, asked.Name);
            var topic = call.Names.Find(topics, asked.Name);
            var results = new ElectLeadersResponse.Topic { Name = asked.Name };
            foreach (var index in asked.Partitions)
                results.PartitionResult.Add(new() { PartitionId = index, ErrorCode = denied == KafkaError.None ? Outcome(topic, index) : denied });
            response.ReplicaElectionResults.Add(results);
        }

        return new(response);
    }

    private static KafkaError Outcome(Topic? topic, int index) =>
        topic?.HasPartition(index) == true ? KafkaError.ElectionNotNeeded : KafkaError.UnknownTopicOrPartition;
}
