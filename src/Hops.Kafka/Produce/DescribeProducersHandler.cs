using Hops.Core.Identity;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Topics;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Produce;

/// <summary>
/// DescribeProducers: which idempotent producers have written to partitions lately, and since where a transaction of each is open, so that one can find
/// what holds up the readers of what is committed (KIP-664).
/// </summary>
internal sealed class DescribeProducersHandler(TopicLogs logs)
{
    /// <summary>Producers in one answer, some 5 MB; the first partition is answered whole, however many it has.</summary>
    internal const int ProducersMax = 100_000;

    public async ValueTask<DescribeProducersResponse?> HandleAsync(Call call, DescribeProducersRequest request)
    {
        var response = new DescribeProducersResponse();
        var (seen, room) = (new HashSet<(string, int)>(), ProducersMax);
        foreach (var topic in request.Topics)
        {
            var answers = new DescribeProducersResponse.Topic { Name = topic.Name };
            response.Topics.Add(answers);
            foreach (var index in call.Each(topic.PartitionIndexes))
            {
                if (!seen.Add((topic.Name, index)))
                    continue;
                var answer = new DescribeProducersResponse.Topic.Partition { PartitionIndex = index };
                answers.Partitions.Add(answer);
                (answer.ErrorCode, answer.ErrorMessage) = await FillAsync(call, topic.Name, answer, room);
                room -= answer.ActiveProducers.Count;
            }
        }

        return response;
    }

    private async ValueTask<(KafkaError Error, string? Message)> FillAsync(Call call, string name, DescribeProducersResponse.Topic.Partition answer, int room)
    {
        if (call.TopicError(Operation.Read, name) is not KafkaError.None and var denied)
            return (denied, null);
        if (call.Names.Find(logs, name, answer.PartitionIndex) is not { } log)
            return (KafkaError.UnknownTopicOrPartition, null);
        if (room <= 0)
            return Full();
        var (error, producers) = await log.ProducersAsync();
        if (producers.Count > room && room < ProducersMax)
            return Full();
        answer.ActiveProducers.AddRange(producers.Select(static producer => new DescribeProducersResponse.Topic.Partition.Producer
        {
            ProducerId = producer.ProducerId,
            ProducerEpoch = producer.Epoch,
            LastSequence = producer.LastSequence,
            LastTimestamp = producer.LastTimestampMs,
            CoordinatorEpoch = producer.CoordinatorEpoch,
            CurrentTxnStartOffset = producer.OpenSinceOffset,
        }));
        return (error, null);
    }

    private static (KafkaError Error, string? Message) Full() =>
        (KafkaError.PolicyViolation, $"One answer tells of at most {ProducersMax} producers: ask for this partition by itself.");
}
