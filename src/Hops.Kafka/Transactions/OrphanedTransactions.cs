using Hops.Kafka.Log;
using Hops.Kafka.Topics;
using Microsoft.Extensions.Logging;

namespace Hops.Kafka.Transactions;

/// <summary>
/// Transactions that are open in a log and of which the coordinator knows nothing: the database is older than the log, a repair gave up the
/// marker, or the project was removed just before a crash. Nobody would ever end them, and readers of what is committed would wait behind
/// them for ever. They are aborted.
/// </summary>
internal sealed partial class OrphanedTransactions(TransactionDirectory directory, TopicCatalog topics, TopicLogs logs, ILogger<OrphanedTransactions> logger)
{
    /// <summary>Lines of the log for one round; how many there are more is said in another.</summary>
    private const int NamedMax = 20;

    /// <summary>Aborts those of all logs; before the first request.</summary>
    /// <returns>How many there were.</returns>
    public Task<int> EndAllAsync() => EndAsync(topics.Snapshot.All);

    /// <summary>Aborts those in the logs of some topics. What a log does not take now is told, and tried again at the next start.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> EndAsync(IEnumerable<Topic> among)
    {
        // Of thousands of logs hardly one has any open: nothing is asked or made for the others.
        var suspects = new List<(Topic Topic, Partition Log)>();
        foreach (var topic in among)
        {
            for (var index = 0; index < topic.PartitionCount; index++)
            {
                if (logs.Find(topic, index) is { Transactions.Open.IsEmpty: false } log)
                    suspects.Add((topic, log));
            }
        }

        if (suspects.Count == 0)
            return 0;
        var owners = new Dictionary<long, Transaction>();
        foreach (var transaction in directory.All)
            owners[transaction.State.ProducerId] = transaction;
        var ends = suspects.Select(suspect => (suspect.Topic, suspect.Log, Ended: EndInAsync(suspect.Log, owners))).ToList();
        var count = 0;
        foreach (var (topic, log, ended) in ends)
        {
            foreach (var (orphan, end) in await ended)
                Tell(count++, topic, log, orphan, end);
        }

        if (count > NamedMax)
            More(logger, count - NamedMax);
        return count;
    }

    private static async Task<IReadOnlyList<(Orphan Orphan, AppendResult End)>> EndInAsync(Partition log, Dictionary<long, Transaction> owners)
    {
        var ended = new List<(Orphan, AppendResult)>();
        var (_, producers) = await log.ProducersAsync();
        foreach (var producer in producers.Where(producer => producer.OpenSinceOffset >= 0))
        {
            var orphan = new Orphan(producer.ProducerId, producer.Epoch, producer.OpenSinceOffset);
            if (await EndAsync(log, orphan, owners.GetValueOrDefault(orphan.ProducerId)) is { } end)
                ended.Add((orphan, end));
        }

        return ended;
    }

    /// <summary>
    /// With the epoch that the log knows: it fences nobody. The same producer may be at work in other partitions, and an older database may
    /// give its id to another one.
    /// </summary>
    private static async Task<AppendResult?> EndAsync(Partition log, Orphan orphan, Transaction? owner)
    {
        if (owner is null)
            return await AbortAsync(log, orphan);

        // The next transaction of the producer is not opened in this log meanwhile.
        using var turn = await owner.TurnAsync(CancellationToken.None);
        return owner.State.IsOpenIn(orphan.ProducerId, new(log.Id.TopicId, log.Id.Partition)) ? null : await AbortAsync(log, orphan);
    }

    private static Task<AppendResult> AbortAsync(Partition log, Orphan orphan) =>
        log.AppendMarkerAsync(orphan.ProducerId, orphan.Epoch, log.LeaderEpoch, isCommit: false);

    private void Tell(int before, Topic topic, Partition log, Orphan orphan, AppendResult end)
    {
        if (before >= NamedMax)
            return;
        if (end.Error == KafkaError.None)
            Aborted(logger, orphan.ProducerId, log.Id.Partition, topic.Name, topic.TenantId, orphan.FirstOffset);
        else
            Refused(logger, orphan.ProducerId, log.Id.Partition, topic.Name, topic.TenantId, orphan.FirstOffset, end.Message ?? end.Error.ToString());
    }

    [LoggerMessage(EventId = 42, EventName = "OrphanedTransactionAborted", Level = LogLevel.Warning,
        Message = "The transaction of producer {ProducerId} that was open in partition {Partition} of topic {Topic} of project {Project} since offset {FirstOffset} is known to no coordinator; it was aborted.")]
    private static partial void Aborted(ILogger logger, long producerId, int partition, string topic, long project, long firstOffset);

    [LoggerMessage(EventId = 43, EventName = "OrphanedTransactionLeft", Level = LogLevel.Error,
        Message = "The transaction of producer {ProducerId} that is open in partition {Partition} of topic {Topic} of project {Project} since offset {FirstOffset} is known to no coordinator and could not be aborted; readers of what is committed wait there. It is tried again at the next start: {Reason}")]
    private static partial void Refused(ILogger logger, long producerId, int partition, string topic, long project, long firstOffset, string reason);

    [LoggerMessage(EventId = 44, EventName = "OrphanedTransactionsMore", Level = LogLevel.Warning,
        Message = "{Count} transactions more were open in logs and known to no coordinator; the same was done with them.")]
    private static partial void More(ILogger logger, int count);

    /// <summary>One of them.</summary>
    /// <param name="ProducerId">Whose.</param>
    /// <param name="Epoch">The epoch of its producer that the log knows.</param>
    /// <param name="FirstOffset">Where it begins.</param>
    private readonly record struct Orphan(long ProducerId, short Epoch, long FirstOffset);
}
