using Hops.Core.Identity;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Topics;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Cluster;

/// <summary>
/// DescribeTopicPartitions: the topics that the caller may know of, in the order of the names by which it knows them, so many partitions at a
/// time (KIP-966). What is refused of a topic stands where the topic would, so that no page tells it twice.
/// </summary>
internal sealed class DescribeTopicPartitionsHandler(BrokerState state, BrokerOptions options, TopicCatalog topics, TopicLogs logs)
{
    /// <summary>Most partitions of an answer: Apache Kafka's <c>max.request.partition.size.limit</c>.</summary>
    public const int PartitionsMax = 2000;

    public ValueTask<DescribeTopicPartitionsResponse?> HandleAsync(Call call, DescribeTopicPartitionsRequest request)
    {
        var response = new DescribeTopicPartitionsResponse();
        var from = request.Cursor ?? new TopicPartitionCursor();
        if (from.PartitionIndex < 0)
        {
            Refuse(request, from, response);
            return new(response);
        }

        var left = Math.Clamp(request.ResponsePartitionLimit, 1, PartitionsMax);
        foreach (var name in call.Each(Names(call, request)).Where(name => string.CompareOrdinal(name, from.TopicName) >= 0))
        {
            var start = name == from.TopicName ? from.PartitionIndex : 0;
            if (left > 0 && OneAsked(call, request, name, start, left) is { } described)
            {
                response.Topics.Add(described);
                start += described.Partitions.Count;
                left -= described.Partitions.Count;
            }

            if (left == 0 && HasMore(call, name, start))
            {
                response.NextCursor = new() { TopicName = name, PartitionIndex = start };
                break;
            }
        }

        return new(response);
    }

    /// <summary>What was asked for, once each and in order: a name of a few bytes stands for all the partitions of its topic.</summary>
    private IEnumerable<string> Names(Call call, DescribeTopicPartitionsRequest request)
    {
        var names = request.Topics.Count > 0
            ? request.Topics.Select(topic => topic.Name).Distinct(StringComparer.Ordinal)
            : call.Names.List(topics).Select(topic => call.Names.NameOf(topic)!).Where(name => call.TopicError(Operation.Describe, name) == KafkaError.None);
        return names.Order(StringComparer.Ordinal);
    }

    /// <summary>True if a page that is full does not say all of a topic; one that there is not, too, is said on the next.</summary>
    private bool HasMore(Call call, string name, int start) => start == 0 || call.Names.Find(topics, name)?.HasPartition(start) == true;

    /// <summary>A topic from one of its partitions on; null for one that has gone while all were listed.</summary>
    private DescribeTopicPartitionsResponse.Topic? OneAsked(Call call, DescribeTopicPartitionsRequest request, string name, int start, int partitionsMax)
    {
        var error = call.TopicError(Operation.Describe, name);
        var topic = call.Names.Find(topics, name);
        if (error == KafkaError.None && topic is null)
            error = TopicName.IsValid(name) ? KafkaError.UnknownTopicOrPartition : KafkaError.InvalidTopic;
        if (error == KafkaError.None)
            return Describe(call, name, topic!, start, partitionsMax);
        return request.Topics.Count > 0 ? new() { ErrorCode = error, Name = name } : null;
    }

    private DescribeTopicPartitionsResponse.Topic Describe(Call call, string name, Topic topic, int start, int partitionsMax)
    {
        var described = new DescribeTopicPartitionsResponse.Topic
        {
            Name = name,
            TopicId = topic.Id,
            TopicAuthorizedOperations = AuthorizedOperations.OfTopic(call, name),
        };
        for (var index = start; index < topic.PartitionCount && described.Partitions.Count < partitionsMax; index++)
        {
            described.Partitions.Add(new()
            {
                ErrorCode = logs.ErrorOf(topic, index),
                PartitionIndex = index,
                LeaderId = options.NodeId,
                LeaderEpoch = state.LeaderEpoch,
                ReplicaNodes = [options.NodeId],
                IsrNodes = [options.NodeId],

                // Empty and not null, which the protocol allows and the client of Kafka 4.3 does not take.
                EligibleLeaderReplicas = [],
                LastKnownElr = [],
            });
        }

        return described;
    }

    private static void Refuse(DescribeTopicPartitionsRequest request, TopicPartitionCursor cursor, DescribeTopicPartitionsResponse response)
    {
        var names = request.Topics.Select(topic => topic.Name).DefaultIfEmpty(cursor.TopicName);
        response.Topics.AddRange(names.Select(name => new DescribeTopicPartitionsResponse.Topic { ErrorCode = KafkaError.InvalidRequest, Name = name }));
    }
}
