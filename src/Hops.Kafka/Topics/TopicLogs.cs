using System.Globalization;
using Hops.Core.Errors;
using Hops.Core.Health;
using Hops.Kafka.Log;
using Hops.Kafka.Produce;
using Microsoft.Extensions.Logging;

namespace Hops.Kafka.Topics;

/// <summary>
/// Ties the catalog of topics to the partition logs: a topic that is made gets logs, one that is configured new settings for them, and the
/// logs of one whose deletion is recorded go away. Logs that the catalog does not know are put aside and named, never deleted: the database
/// may be older than they are. Thread safe.
/// </summary>
public sealed partial class TopicLogs : IAsyncDisposable
{
    private const string FindingSubject = "topics put aside";
    private const int NamedMax = 10;

    private readonly TopicCatalog _catalog;
    private readonly PartitionStore _store;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private Task _deleting = Task.CompletedTask;

    private TopicLogs(TopicCatalog catalog, PartitionStore store, ILogger logger) => (_catalog, _store, _logger) = (catalog, store, logger);

    /// <summary>Called after a log of a topic was repaired and opened anew; the repair has ended when its task has. Set before the first request.</summary>
    public Func<Topic, Task>? Repaired { get; set; }

    /// <summary>The schemas that are registered for topics; none where there is no registry. Set before the first request.</summary>
    public TopicSchemas Schemas { get; set; } = TopicSchemas.None;

    /// <summary>Recovers the logs of all topics, finishes recorded deletions and puts aside what is unknown. Takes the store over.</summary>
    /// <param name="catalog">The topics, loaded.</param>
    /// <param name="store">Their logs.</param>
    /// <param name="health">Where to say what was put aside; null for the log alone.</param>
    /// <param name="logger">The log of the server.</param>
    /// <param name="cancellationToken">Stops the reading of the database.</param>
    public static async Task<TopicLogs> OpenAsync(
        TopicCatalog catalog, PartitionStore store, HealthBoard? health, ILogger<TopicLogs> logger, CancellationToken cancellationToken)
    {
        var logs = new TopicLogs(catalog, store, logger);
        var known = catalog.Snapshot.All.ToDictionary(topic => topic.Id);

        // 1. What was deleted for good.
        foreach (var deletion in await catalog.ListDeletionsAsync(cancellationToken))
        {
            if (!known.ContainsKey(deletion.TopicId))
                logs.Delete(deletion.TopicId);
        }

        await logs._deleting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var unfinished = (await catalog.ListDeletionsAsync(cancellationToken)).Select(deletion => deletion.TopicId).ToHashSet();

        // 2. What nobody knows.
        foreach (var id in store.TopicsOnDisk().Where(id => !known.ContainsKey(id) && !unfinished.Contains(id)))
            PutAside(logger, store.PutAside(id));
        foreach (var topic in known.Values)
            logs.Settle(topic);
        Report(health, store.ListPutAside());

        // 3. The logs themselves.
        foreach (var topic in known.Values)
        {
            for (var index = 0; index < topic.PartitionCount; index++)
                logs.Get(topic, index);
        }

        catalog.Changed += logs.Configure;
        catalog.Deleted += topic => logs.Delete(topic.Id);
        return logs;
    }

    /// <summary>The log of a partition, which the topic has; if the topic was deleted meanwhile, one that goes away at once.</summary>
    public Partition Get(Topic topic, int index)
    {
        var id = new PartitionId(topic.Id, index);
        if (_store.Find(id) is { } open)
            return open;
        var opened = _store.Open(
            id, TopicSettings.Parse(topic.Config), string.Create(CultureInfo.InvariantCulture, $"{topic.Name} of project {topic.TenantId}"), topic.TenantId);

        // The catalog forgets a topic before its logs go: what was opened before that goes with them, and what was opened after is seen here.
        if (_catalog.Snapshot.Find(topic.Id) is null)
            Delete(topic.Id);
        return opened;
    }

    /// <summary>Appends one batch of format 2 to a partition, which the topic has, under all that the topic demands of producers.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="index">The partition.</param>
    /// <param name="batch">The whole batch; must not change before the task has completed.</param>
    /// <param name="cancellationToken">Stops it before the batch is looked at.</param>
    public async Task<AppendResult> AppendAsync(Topic topic, int index, ReadOnlyMemory<byte> batch, CancellationToken cancellationToken)
    {
        var log = Get(topic, index);
        return await log.AppendAsync(batch, await Schemas.DemandAsync(topic, log.Settings, cancellationToken));
    }

    /// <summary>Repairs the logs of a topic one after the other, or says what that would drop.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="apply">False to change nothing.</param>
    /// <param name="cancellationToken">Stops it between two partitions.</param>
    /// <returns>What was, or would be, dropped of each partition, in their order.</returns>
    /// <exception cref="PlatformException"><c>NotFound</c>: the topic is gone; <c>Unsupported</c>: a newer version wrote a log.</exception>
    public async Task<IReadOnlyList<PartitionRepair>> RepairAsync(Topic topic, bool apply, CancellationToken cancellationToken)
    {
        var repairs = new List<PartitionRepair>();
        for (var index = 0; index < topic.PartitionCount; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            repairs.Add(await _store.RepairAsync(Get(topic, index), apply));
            if (apply && !repairs[^1].IsSound && Repaired is { } repaired)
                await repaired(topic);
        }

        return repairs;
    }

    /// <summary>The log of a partition, if it is open already; null otherwise.</summary>
    public Partition? Find(Topic topic, int index) => _store.Find(new PartitionId(topic.Id, index));

    /// <summary>What is said of a partition with its topic: <c>KafkaStorageError</c> if nothing of it can be served.</summary>
    internal KafkaError ErrorOf(Topic topic, int index) => Find(topic, index)?.IsUnreadable == true ? KafkaError.KafkaStorageError : KafkaError.None;

    /// <summary>The log of a partition of a tenant's topic; null if there is no such topic or partition.</summary>
    public Partition? Find(long tenantId, string name, int index) =>
        _catalog.Snapshot.Find(tenantId, name) is { } topic && topic.HasPartition(index) ? Get(topic, index) : null;

    /// <summary>Finishes deletions and closes all logs, saving their state.</summary>
    public async ValueTask DisposeAsync()
    {
        await _deleting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _store.DisposeAsync();
    }

    /// <summary>Takes back what was put aside and is known again, and puts partitions aside that the topic does not have.</summary>
    private void Settle(Topic topic)
    {
        foreach (var directory in _store.TakeBack(topic.Id, topic.PartitionCount))
            TakenBack(_logger, directory, topic.Name);
        foreach (var index in _store.PartitionsOnDisk(topic.Id).Where(index => !topic.HasPartition(index)))
            PutAside(_logger, _store.PutAside(new PartitionId(topic.Id, index)));
    }

    private static void Report(HealthBoard? health, IReadOnlyList<string> directories)
    {
        if (directories.Count == 0)
            return;
        var named = string.Join(", ", directories.Take(NamedMax)) + (directories.Count > NamedMax ? ", ..." : "");
        health?.Post(
            FindingSubject,
            HealthSeverity.Warning,
            $"{directories.Count} directories of logs belong to no topic of the metadata database and were put aside: {named}. With a newer database they are taken back at the next start; delete them by hand if they are not wanted.");
    }

    private void Configure(Topic topic)
    {
        var settings = TopicSettings.Parse(topic.Config);
        for (var index = 0; index < topic.PartitionCount; index++)
        {
            if (_store.Find(new PartitionId(topic.Id, index)) is { } partition)
                partition.Settings = settings;
        }
    }

    private void Delete(Guid topicId)
    {
        lock (_lock)
            _deleting = DeleteAfterAsync(_deleting, topicId);
    }

    private async Task DeleteAfterAsync(Task earlier, Guid topicId)
    {
        await Task.Yield();

        // Whatever became of the earlier one: what it left is recorded still, and removed at the next start.
        await earlier.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _store.DeleteTopicAsync(topicId);
        await _catalog.FinishDeletionAsync(topicId);
    }

    [LoggerMessage(EventId = 10, EventName = "LogPutAside", Level = LogLevel.Warning,
        Message = "The metadata database knows no topic or partition of these logs; they were put aside in {Directory} and are not deleted.")]
    private static partial void PutAside(ILogger logger, string directory);

    [LoggerMessage(EventId = 11, EventName = "LogTakenBack", Level = LogLevel.Warning,
        Message = "The logs that were put aside in {Directory} belong to topic {Topic} and were taken back.")]
    private static partial void TakenBack(ILogger logger, string directory, string topic);
}
