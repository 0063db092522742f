using Hops.Core.Identity;
using Hops.Core.Storage;
using Hops.Kafka.Log;
using Hops.Kafka.Tests.Log;
using Hops.Kafka.Topics;
using Hops.Metadata.Audit;
using Hops.Metadata.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hops.Kafka.Tests.Topics;

public sealed class TopicLogsTests
{
    [Fact]
    public async Task A_deletion_that_fails_keeps_neither_the_next_one_nor_the_closing_from_happening()
    {
        var directory = Directory.CreateTempSubdirectory("hops-logs-").FullName;
        var disk = new SimulatedDisk(1);
        disk.CreateDirectory("/data");
        disk.SyncDirectory("/");
        await using (var metadata = SqliteStore.Open(directory, [.. KafkaModule.Tables, AuditLog.Entries, AuditLog.Heads], new SqliteOptions(), TimeProvider.System))
        {
            var catalog = new TopicCatalog(metadata, new BrokerOptions());
            var store = PartitionStore.Start(disk, "/data/topics", new LogOptions(), TimeProvider.System, NullLogger<PartitionStore>.Instance, 0);
            var logs = await TopicLogs.OpenAsync(catalog, store, null, NullLogger<TopicLogs>.Instance, CancellationToken.None);
            foreach (var name in (string[])["a", "b"])
            {
                var topic = await metadata.WriteAsync(write => catalog.CreateInAsync(write, OpenGate.Everybody, new NewTopic(0, name)));
                disk.CreateDirectory($"/data/topics/{topic.Id:N}");
            }

            disk.SyncDirectory("/data/topics");
            disk.StopAfter(0);
            await metadata.WriteAsync(write => catalog.DeleteInAsync(write, OpenGate.Everybody, 0, "a"));
            SpinWait.SpinUntil(() => disk.IsStopped, TimeSpan.FromSeconds(30)).ShouldBeTrue();
            disk.PowerCut();
            await metadata.WriteAsync(write => catalog.DeleteInAsync(write, OpenGate.Everybody, 0, "b"));
            await logs.DisposeAsync();
            store.TopicsOnDisk().Count.ShouldBeLessThanOrEqualTo(1);
            (await catalog.ListDeletionsAsync(CancellationToken.None)).Count.ShouldBe(1, "the one that failed is tried again");
        }

        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task Whoever_still_has_a_deleted_topic_in_hand_leaves_no_log_of_it_behind()
    {
        var directory = Directory.CreateTempSubdirectory("hops-logs-").FullName;
        var disk = new SimulatedDisk(1);
        disk.CreateDirectory("/data");
        disk.SyncDirectory("/");
        await using (var metadata = SqliteStore.Open(directory, [.. KafkaModule.Tables, AuditLog.Entries, AuditLog.Heads], new SqliteOptions(), TimeProvider.System))
        {
            var catalog = new TopicCatalog(metadata, new BrokerOptions());
            var store = PartitionStore.Start(disk, "/data/topics", new LogOptions(), TimeProvider.System, NullLogger<PartitionStore>.Instance, 0);
            var logs = await TopicLogs.OpenAsync(catalog, store, null, NullLogger<TopicLogs>.Instance, CancellationToken.None);
            var topic = await metadata.WriteAsync(write => catalog.CreateInAsync(write, OpenGate.Everybody, new NewTopic(0, "a")));
            await metadata.WriteAsync(write => catalog.DeleteInAsync(write, OpenGate.Everybody, 0, "a"));
            using (var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30)))
            {
                while ((await catalog.ListDeletionsAsync(patience.Token)).Count > 0)
                    await Task.Yield();
            }

            await logs.Get(topic, 0).AppendAsync(LogBench.Batch(1));

            await logs.DisposeAsync();
            store.TopicsOnDisk().ShouldBeEmpty();
        }

        Directory.Delete(directory, recursive: true);
    }
}
