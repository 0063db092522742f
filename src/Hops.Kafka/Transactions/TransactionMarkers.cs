using Hops.Kafka.Groups;
using Hops.Kafka.Log;
using Hops.Kafka.Topics;
using Microsoft.Extensions.Logging;

namespace Hops.Kafka.Transactions;

/// <summary>The ends of transactions in the logs of their partitions.</summary>
internal sealed partial class TransactionMarkers(TopicCatalog topics, TopicLogs logs, ILogger<TransactionMarkers> logger)
{
    /// <summary>Writes the markers of a transaction whose end is decided, all at once.</summary>
    /// <returns>False if a log does not take its one now.</returns>
    public async Task<bool> WriteAsync(TransactionState state)
    {
        var isCommit = state.Status == TransactionStatus.PrepareCommit;
        var markers = new List<(TopicPartition Partition, Task<AppendResult> Append)>();
        foreach (var partition in state.Partitions)
        {
            // A topic that is gone took its transactions with it.
            if (topics.Snapshot.Find(partition.TopicId) is { } topic)
            {
                var log = logs.Get(topic, partition.Index);
                markers.Add((partition, log.AppendMarkerAsync(state.ProducerId, state.ProducerEpoch, log.LeaderEpoch, isCommit)));
            }
        }

        var isMarked = true;
        foreach (var (partition, append) in markers)
        {
            var result = await append;

            // A later epoch has been there: somebody has ended this transaction in that partition already.
            if (result.Error is KafkaError.None or KafkaError.InvalidProducerEpoch || topics.Snapshot.Find(partition.TopicId) is null)
                continue;
            isMarked = false;
            Refused(logger, partition.TopicId, partition.Index, result.Message ?? result.Error.ToString());
        }

        return isMarked;
    }

    [LoggerMessage(EventId = 41, EventName = "TransactionMarkerRefused", Level = LogLevel.Warning,
        Message = "Partition {Partition} of topic {TopicId} does not take the end of a transaction; it is tried again: {Reason}")]
    private static partial void Refused(ILogger logger, Guid topicId, int partition, string reason);
}
