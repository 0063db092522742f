using Hops.Kafka.Log;

namespace Hops.Kafka.Topics;

/// <summary>
/// Ties the catalog of topics to the partition logs: a topic that is made gets logs, one that is configured new settings for them, and the
/// logs of one that was deleted go away. Thread safe.
/// </summary>
public sealed class TopicLogs : IAsyncDisposable
{
    private readonly TopicCatalog _catalog;
    private readonly PartitionStore _store;
    private readonly Lock _gate = new();
    private Task _deleting = Task.CompletedTask;

    private TopicLogs(TopicCatalog catalog, PartitionStore store)
    {
        _catalog = catalog;
        _store = store;
    }

    /// <summary>Recovers the logs of all topics and removes those of topics that are no more. Takes the store over.</summary>
    public static TopicLogs Open(TopicCatalog catalog, PartitionStore store)
    {
        var logs = new TopicLogs(catalog, store);
        var known = new HashSet<Guid>();
        foreach (var topic in catalog.Snapshot.All)
        {
            known.Add(topic.Id);
            for (var index = 0; index < topic.PartitionCount; index++)
                logs.Get(topic, index);
        }

        foreach (var id in store.TopicsOnDisk().Where(id => !known.Contains(id)))
            logs.Delete(id);
        catalog.Changed += logs.Configure;
        catalog.Deleted += topic => logs.Delete(topic.Id);
        return logs;
    }

    /// <summary>The log of a partition, which the topic has.</summary>
    public Partition Get(Topic topic, int index)
    {
        var id = new PartitionId(topic.Id, index);
        return _store.Find(id) ?? _store.Open(id, TopicSettings.Parse(topic.Config));
    }

    /// <summary>The log of a partition of a tenant's topic; null if there is no such topic or partition.</summary>
    public Partition? Find(long tenantId, string name, int index) =>
        _catalog.Snapshot.Find(tenantId, name) is { } topic && topic.HasPartition(index) ? Get(topic, index) : null;

    /// <summary>Finishes deletions and closes all logs, saving their state.</summary>
    public async ValueTask DisposeAsync()
    {
        await _deleting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _store.DisposeAsync();
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
        lock (_gate)
            _deleting = DeleteAfterAsync(_deleting, topicId);
    }

    private async Task DeleteAfterAsync(Task earlier, Guid topicId)
    {
        await Task.Yield();

        // Whatever became of the earlier one: what it left is removed at the next start.
        await earlier.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _store.DeleteTopicAsync(topicId);
    }
}
