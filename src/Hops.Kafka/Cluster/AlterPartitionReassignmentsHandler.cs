using Hops.Core.Identity;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Topics;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Cluster;

/// <summary>
/// AlterPartitionReassignments: a partition that shall be where it is, on the one broker there is, is there; it can be nowhere else, and no move
/// is under way that could be ended.
/// </summary>
internal sealed class AlterPartitionReassignmentsHandler(TopicCatalog topics, BrokerOptions options)
{
    public ValueTask<AlterPartitionReassignmentsResponse?> HandleAsync(Call call, AlterPartitionReassignmentsRequest request)
    {
        var response = new AlterPartitionReassignmentsResponse();
        foreach (var asked in call.Each(request.Topics))
        {
            var denied = call.TopicError(Operation.Alter, asked.Name);
            var topic = call.Names.Find(topics, asked.Name);
            var results = new AlterPartitionReassignmentsResponse.Topic { Name = asked.Name };
            foreach (var partition in asked.Partitions)
            {
                var error = denied == KafkaError.None ? Outcome(topic, partition) : denied;
                results.Partitions.Add(new() { PartitionIndex = partition.PartitionIndex, ErrorCode = error, ErrorMessage = Message(error) });
            }

            response.Responses.Add(results);
        }

        return new(response);
    }

    private KafkaError Outcome(Topic? topic, AlterPartitionReassignmentsRequest.Topic.Partition asked)
    {
        if (topic?.HasPartition(asked.PartitionIndex) != true)
            return KafkaError.UnknownTopicOrPartition;
        if (asked.Replicas is null)
            return KafkaError.NoReassignmentInProgress;
        return ReplicaPlaces.AreHere(asked.Replicas, options.NodeId) ? KafkaError.None : KafkaError.InvalidReplicaAssignment;
    }

    private string? Message(KafkaError error) =>
        error == KafkaError.InvalidReplicaAssignment ? ReplicaPlaces.Only(options.NodeId) : null;
}
