using Hops.Core.Errors;
using Hops.Kafka;
using Hops.Kafka.Wire;
using Hops.Kafka.Wire.Messages;

namespace Hops.Client.Topics;

/// <summary>What a producer says to brokers.</summary>
internal static class Producing
{
    private const short ProduceVersionMax = 9;
    private const short InitProducerIdVersionMax = 4;
    private const short AcksOfAll = -1;

    /// <summary>NOT_ENOUGH_REPLICAS_AFTER_APPEND: the leader has it, and too few others.</summary>
    private const KafkaError NotEnoughReplicasAfterAppend = (KafkaError)20;

    /// <summary>The answers that mean that it has to be sent again, or elsewhere.</summary>
    public static bool IsPassing(KafkaError error) =>
        error is KafkaError.LeaderNotAvailable or KafkaError.NotLeaderOrFollower or KafkaError.RequestTimedOut or KafkaError.NotEnoughReplicas or NotEnoughReplicasAfterAppend;

    /// <summary>The answers after which nobody knows whether the batch stays.</summary>
    public static bool IsUnknown(KafkaError error) => error is KafkaError.RequestTimedOut or NotEnoughReplicasAfterAppend;

    /// <summary>Is given a producer id. A broker of Apache Kafka that has none left in its block asks its controller for more, and to be asked again meanwhile.</summary>
    /// <param name="connection">A connection to any broker.</param>
    /// <param name="topic">Name of the topic, for errors.</param>
    /// <param name="patience">How long to ask.</param>
    /// <param name="clock">The clock, and the pause between two questions.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    public static async Task<(long ProducerId, short Epoch)> IntroduceAsync(
        BrokerConnection connection, string topic, TimeSpan patience, (TimeProvider Time, TimeSpan Pause) clock, CancellationToken cancellationToken)
    {
        var begun = clock.Time.GetTimestamp();
        while (true)
        {
            var answer = await connection.SendAsync<InitProducerIdRequest, InitProducerIdResponse>(new InitProducerIdRequest(), InitProducerIdVersionMax, cancellationToken);
            if (answer.ErrorCode == KafkaError.None)
                return (answer.ProducerId, answer.ProducerEpoch);
            if (answer.ErrorCode != KafkaError.CoordinatorLoadInProgress || clock.Time.GetElapsedTime(begun) > patience)
                throw BrokerErrors.Refusal(answer.ErrorCode, topic);
            await Task.Delay(clock.Pause, clock.Time, cancellationToken);
        }
    }

    /// <summary>Sends batches to the broker that leads their partitions, and waits until all replicas in sync have them.</summary>
    /// <param name="leader">The broker.</param>
    /// <param name="name">What it calls the topic.</param>
    /// <param name="batches">A batch of each partition; their memory must not change until the connection is closed, or there is an answer.</param>
    /// <param name="timeoutMs">How long the broker may take.</param>
    /// <param name="cancellationToken">Stops waiting: whether they arrive is not known then.</param>
    public static async Task<IEnumerable<ProduceResponse.Topic.Partition>> SendAsync(
        BrokerConnection leader, string name, IEnumerable<KeyValuePair<int, RecordBytes>> batches, int timeoutMs, CancellationToken cancellationToken)
    {
        var request = new ProduceRequest
        {
            Acks = AcksOfAll,
            TimeoutMs = timeoutMs,
            TopicData =
            [
                new ProduceRequest.Topic
                {
                    Name = name,
                    PartitionData = [.. batches.Select(batch => new ProduceRequest.Topic.Partition { Index = batch.Key, Records = batch.Value })],
                },
            ],
        };

        // A frame that was begun is written to its end: a broker that stops reading would hold back the sending itself.
        var answer = await leader.SendAsync<ProduceRequest, ProduceResponse>(request, ProduceVersionMax, cancellationToken).WaitAsync(cancellationToken);
        return answer.Responses.SelectMany(topic => topic.PartitionResponses);
    }
}
