using Hops.Core.Health;
using Hops.Core.Identity;
using Hops.Kafka.Log;
using Hops.Kafka.Tests.Log;
using Hops.Kafka.Tests.Support;
using Hops.Kafka.Topics;

namespace Hops.Kafka.Tests.Topics;

/// <summary>A metadata database is put back from a backup, beside logs that are newer than it.</summary>
public sealed class UnknownLogsTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("hops-unknown-").FullName;
    private readonly HealthBoard _health = new();

    private string Database => Path.Combine(_directory, "hops.db");

    private string Topics => Path.Combine(_directory, "topics");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Logs_of_a_topic_that_an_older_database_does_not_know_are_put_aside_and_named()
    {
        await RunAsync(broker => ProduceAsync(broker, "old", 3));
        Backup();
        var id = await RunAsync(broker => ProduceAsync(broker, "new", 5));
        Restore();

        await RunAsync(broker =>
        {
            broker.Broker.Topics.Snapshot.Find(0, "new").ShouldBeNull();
            return Task.FromResult(id);
        });

        Directory.Exists(Path.Combine(Topics, $"{id:N}")).ShouldBeFalse();
        File.ReadAllBytes(Path.Combine(Topics, "unknown", $"{id:N}", "0", "00000000000000000000.log")).Length.ShouldBeGreaterThan(0);
        var finding = _health.Findings.ShouldHaveSingleItem();
        finding.Severity.ShouldBe(HealthSeverity.Warning);
        finding.Message.ShouldContain($"unknown/{id:N}");
    }

    [Fact]
    public async Task Logs_that_were_put_aside_are_taken_back_by_the_database_that_knows_them()
    {
        await RunAsync(broker => ProduceAsync(broker, "old", 3));
        Backup();
        await RunAsync(broker => ProduceAsync(broker, "new", 5));
        File.Copy(Database, Database + ".newest");
        Restore();
        await RunAsync(_ => Task.FromResult(0));

        File.Move(Database + ".newest", Database, overwrite: true);

        var end = await RunAsync(broker => Task.FromResult(broker.Broker.Logs.Find(0, "new", 0)!.HighWatermark));
        end.ShouldBe(5);
        _health.Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task Partitions_that_an_older_database_does_not_know_are_put_aside()
    {
        var id = await RunAsync(broker => ProduceAsync(broker, "grows", 3));
        Backup();
        await RunAsync(async broker =>
        {
            var topic = await broker.Store.WriteAsync(write => broker.Broker.Topics.GrowInAsync(write, OpenGate.Everybody, 0, "grows", 2));
            await AppendAsync(broker.Broker.Logs.Get(topic, 1), 4);
            return id;
        });
        Restore();

        await RunAsync(async broker =>
        {
            var topic = await broker.Store.WriteAsync(write => broker.Broker.Topics.GrowInAsync(write, OpenGate.Everybody, 0, "grows", 2));
            broker.Broker.Logs.Get(topic, 1).HighWatermark.ShouldBe(0, "what others wrote into an unknown partition is not in this one");
            broker.Broker.Logs.Get(topic, 0).HighWatermark.ShouldBe(3);
            return id;
        });

        Directory.Exists(Path.Combine(Topics, "unknown", $"{id:N}", "1")).ShouldBeTrue();
    }

    [Fact]
    public async Task What_was_appended_after_the_backup_is_no_damage_after_a_crash_and_the_next_leader_epoch_is_above_it()
    {
        await RunAsync(broker => ProduceAsync(broker, "old", 3));
        Backup();
        for (var start = 0; start < 3; start++)
            await RunAsync(broker => Task.FromResult(0));
        var killed = Path.Combine(_directory, "killed");
        var epoch = await RunAsync(async broker =>
        {
            // What the process leaves that is killed now: no state vouches for the last records.
            await AppendAsync(broker.Broker.Logs.Find(0, "old", 0)!, 5);
            Copy(Topics, killed);
            return broker.Broker.State.LeaderEpoch;
        });
        Directory.Delete(Topics, recursive: true);
        Directory.Move(killed, Topics);
        Restore();

        await RunAsync(async broker =>
        {
            var log = broker.Broker.Logs.Find(0, "old", 0)!;
            log.Gaps.ShouldBeEmpty();
            log.HighWatermark.ShouldBe(8);
            log.EpochAt(7).ShouldBe(epoch);
            log.LeaderEpoch.ShouldBeGreaterThan(epoch);
            await AppendAsync(log, 1);
            log.EpochAt(8).ShouldBe(log.LeaderEpoch);
            return 0;
        });
        _health.Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task Files_of_a_deleted_topic_go_at_the_next_start_if_they_could_not_go_before()
    {
        var id = await RunAsync(broker => ProduceAsync(broker, "old", 3));
        var topic = Path.Combine(Topics, $"{id:N}");
        var copy = Path.Combine(_directory, "copy");
        await RunAsync(async broker =>
        {
            // The deletion is recorded; that the files are there again is as if it had been cut short.
            Directory.Move(topic, copy);
            await broker.Store.WriteAsync(write => broker.Broker.Topics.DeleteInAsync(write, OpenGate.Everybody, 0, "old"));
            return id;
        });
        Directory.Move(copy, topic);
        await RunAsync(async broker =>
        {
            await broker.Store.WriteAsync(async write =>
            {
                await write.PutAsync(TopicTables.Deletions, new TopicDeletion(id, 0, "old", DateTimeOffset.UnixEpoch));
                return id;
            });
            return id;
        });
        Directory.Exists(Path.Combine(Topics, "unknown", $"{id:N}")).ShouldBeTrue("before that nothing had recorded it");
        Directory.Move(Path.Combine(Topics, "unknown", $"{id:N}"), topic);

        await RunAsync(async broker =>
        {
            (await broker.Broker.Topics.ListDeletionsAsync(CancellationToken.None)).ShouldBeEmpty();
            return id;
        });

        Directory.Exists(topic).ShouldBeFalse();
        Directory.EnumerateFileSystemEntries(Path.Combine(Topics, "unknown")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_topics_of_one_id_that_are_put_aside_are_both_kept()
    {
        var id = await RunAsync(broker => ProduceAsync(broker, "old", 3));
        for (var round = 0; round < 2; round++)
        {
            Directory.CreateDirectory(Path.Combine(Topics, "99992222333344445555666677778888", "0"));
            await RunAsync(_ => Task.FromResult(id));
        }

        Directory.EnumerateDirectories(Path.Combine(Topics, "unknown")).Select(Path.GetFileName).Order()
            .ShouldBe(["99992222333344445555666677778888", "99992222333344445555666677778888.1"]);
    }

    private static async Task<Guid> ProduceAsync(TestBroker broker, string name, int records)
    {
        var topic = await broker.CreateTopicAsync(name);
        await AppendAsync(broker.Broker.Logs.Get(topic, 0), records);
        return topic.Id;
    }

    private static async Task AppendAsync(Partition partition, int records) =>
        (await partition.AppendAsync(LogBench.Batch(records, timestampMs: TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()))).Error.ShouldBe(KafkaError.None);

    private async Task<T> RunAsync<T>(Func<TestBroker, Task<T>> use)
    {
        foreach (var finding in _health.Findings)
            _health.Clear(finding.Subject);
        await using var broker = await TestBroker.StartAsync(directory: _directory, health: _health);
        return await use(broker);
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (var directory in Directory.EnumerateDirectories(from))
            Copy(directory, Path.Combine(to, Path.GetFileName(directory)));
    }

    private void Backup() => File.Copy(Database, Database + ".backup");

    private void Restore() => File.Copy(Database + ".backup", Database, overwrite: true);
}
