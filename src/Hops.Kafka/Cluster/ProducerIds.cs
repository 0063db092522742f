using Hops.Kafka.Log;
using Hops.Kafka.Topics;
using Hops.Metadata;
using Microsoft.Extensions.Logging;

namespace Hops.Kafka.Cluster;

/// <summary>
/// The ids of producers. The database gives each once; but one that is older than the logs, as after a restore, would give those again that
/// the logs know: what their next owner writes first would pass for a repetition, and be lost.
/// </summary>
internal static partial class ProducerIds
{
    /// <summary>Name of the sequence.</summary>
    public const string Sequence = "kafka_producer";

    /// <summary>
    /// Ids that lie further ahead are not ours: nobody begins so many producers between a backup and its restore. A client may write whatever
    /// id it likes into its own topics, and must not use up those of all.
    /// </summary>
    private const long AheadMax = 1L << 32;

    /// <summary>Skips the ids that the logs know; before the first one is given.</summary>
    public static async Task SkipUsedAsync(MetadataStore store, TopicCatalog topics, TopicLogs logs, ILogger logger, CancellationToken cancellationToken)
    {
        var asked = new List<Task<(KafkaError Error, IReadOnlyList<ProducerStanding> Producers)>>();
        foreach (var topic in topics.Snapshot.All)
        {
            for (var index = 0; index < topic.PartitionCount; index++)
            {
                if (logs.Find(topic, index) is { } log)
                    asked.Add(log.ProducersAsync());
            }
        }

        var next = await store.SkipIdsAsync(Sequence, 1, cancellationToken);
        var used = next - 1;
        foreach (var answer in asked)
        {
            foreach (var producer in (await answer).Producers)
            {
                if (producer.ProducerId > used && producer.ProducerId - next < AheadMax)
                    used = producer.ProducerId;
            }
        }

        if (used < next)
            return;
        await store.SkipIdsAsync(Sequence, used + 1, cancellationToken);
        Skipped(logger, next, used);
    }

    [LoggerMessage(EventId = 45, EventName = "ProducerIdsSkipped", Level = LogLevel.Warning,
        Message = "The logs know producers up to id {Used}, and the metadata database would give ids from {Next} on: it is older than they are. Those between are skipped.")]
    private static partial void Skipped(ILogger logger, long next, long used);
}
