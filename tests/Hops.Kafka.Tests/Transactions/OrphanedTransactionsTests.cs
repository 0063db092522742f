using System.Globalization;
using Hops.Kafka.Log;
using Hops.Kafka.Tests.Support;
using Hops.Kafka.Transactions;

namespace Hops.Kafka.Tests.Transactions;

/// <summary>Transactions that are open in a log and known to nobody, over restarts.</summary>
public sealed class OrphanedTransactionsTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("hops-kafka-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task What_an_older_database_does_not_know_is_aborted_and_the_rest_goes_on()
    {
        // Arrange: "refunds" is open in the backup; "payments" came after it.
        var (database, backup) = (Path.Combine(_directory, "hops.db"), Path.Combine(_directory, "backup.db"));
        long refunds;
        await using (var broker = await StartAsync())
        {
            await broker.CreateTopicAsync("departures", partitions: 3);
            refunds = await OpenAsync(broker, "refunds", 1);
        }

        File.Copy(database, backup);
        long payments;
        await using (var broker = await StartAsync())
            payments = await OpenAsync(broker, "payments", 0, 1);
        File.Move(backup, database, overwrite: true);

        await using var restored = await StartAsync();

        ShouldStand(restored, 0, lastStable: 2, aborted: payments);
        ShouldStand(restored, 1, lastStable: 0, aborted: payments);
        (await EpochAsync(restored, 0, payments)).ShouldBe((short)0, "nobody is fenced: the id may be given again");
        var coordinator = restored.Broker.Coordinator;
        var known = restored.Broker.Transactions.Find(0, "refunds")!;
        (await coordinator.EndAsync(known, refunds, 0, isCommit: true, bumps: false, CancellationToken.None)).Error.ShouldBe(KafkaError.None);
        ShouldStand(restored, 1, lastStable: Log(restored, 1).HighWatermark, aborted: payments);
    }

    [Fact]
    public async Task What_a_project_left_that_was_removed_just_before_a_crash_is_aborted()
    {
        long producerId;
        await using (var broker = await StartAsync())
        {
            await broker.CreateTopicAsync("departures");
            producerId = await OpenAsync(broker, "payments", 0);
            await RemoveAsync(broker);
        }

        await using var restarted = await StartAsync();

        ShouldStand(restarted, 0, lastStable: 2, aborted: producerId);
    }

    [Fact]
    public async Task A_transaction_whose_marker_was_lost_is_aborted_although_its_producer_is_known()
    {
        long producerId;
        await using (var broker = await StartAsync())
        {
            await broker.CreateTopicAsync("departures", partitions: 2);
            producerId = await OpenAsync(broker, "payments", 0);
            var transaction = broker.Broker.Transactions.Find(0, "payments")!;
            await broker.Broker.Coordinator.EndAsync(transaction, producerId, 0, isCommit: true, bumps: false, CancellationToken.None);
            await broker.Broker.Coordinator.AddAsync(transaction, producerId, 0, [new(Log(broker, 1).Id.TopicId, 1)], CancellationToken.None);
        }

        // The marker is the last batch of the log, and what was saved of it goes too.
        var files = Directory.GetFiles(PartitionDirectory(0));
        foreach (var file in files.Where(file => !file.EndsWith(".log", StringComparison.Ordinal)))
            File.Delete(file);
        Cut(files.Single(file => file.EndsWith(".log", StringComparison.Ordinal)));

        await using var restarted = await StartAsync();

        ShouldStand(restarted, 0, lastStable: 2, aborted: producerId);
        restarted.Broker.Transactions.Find(0, "payments")!.State.Status.ShouldBe(TransactionStatus.Ongoing, "it goes on in the other partition");
    }

    [Fact]
    public async Task One_in_a_damaged_log_is_aborted_when_that_is_repaired()
    {
        long producerId;
        await using (var broker = await StartAsync())
        {
            await broker.CreateTopicAsync("departures");
            producerId = await OpenAsync(broker, "payments", 0);
            await RemoveAsync(broker);
        }

        Cut(Directory.GetFiles(PartitionDirectory(0), "*.log").Single());
        await using var restarted = await StartAsync();
        Log(restarted, 0).IsDamaged.ShouldBeTrue();
        ShouldStand(restarted, 0, lastStable: 0);

        var topic = restarted.Broker.Topics.Snapshot.Find(0, "departures")!;
        await restarted.Broker.Logs.RepairAsync(topic, apply: true, CancellationToken.None);

        Log(restarted, 0).IsDamaged.ShouldBeFalse();
        ShouldStand(restarted, 0, lastStable: 2, aborted: producerId);
    }

    private Task<TestBroker> StartAsync() => TestBroker.StartAsync(directory: _directory);

    /// <summary>Writes one record to each partition and leaves the transaction open.</summary>
    private static async Task<long> OpenAsync(TestBroker broker, string transactionalId, params int[] partitions)
    {
        using var producer = new TransactionalProducer(broker.Port, transactionalId);
        (await producer.BeginAsync()).ShouldBe(KafkaError.None);
        (await producer.AddAsync("departures", partitions)).ShouldBe(KafkaError.None);
        foreach (var partition in partitions)
            (await producer.WriteAsync("departures", partition)).ShouldBe(KafkaError.None);
        return producer.ProducerId;
    }

    /// <summary>The rows go; the power goes before anybody hears of it.</summary>
    private static ValueTask<bool> RemoveAsync(TestBroker broker) => broker.Store.WriteAsync(async write =>
    {
        await TransactionStore.RemoveAllIn(write, 0);
        return true;
    });

    private string PartitionDirectory(int partition) =>
        Path.Combine(Directory.GetDirectories(Path.Combine(_directory, "topics")).Single(), partition.ToString(CultureInfo.InvariantCulture));

    /// <summary>Cuts into the last batch.</summary>
    private static void Cut(string path)
    {
        using var log = File.Open(path, FileMode.Open);
        log.SetLength(log.Length - 1);
    }

    private static Partition Log(TestBroker broker, int partition) => broker.Broker.Logs.Find(0, "departures", partition)!;

    private static void ShouldStand(TestBroker broker, int partition, long lastStable, params long[] aborted)
    {
        var log = Log(broker, partition);
        log.LastStableOffset.ShouldBe(lastStable);
        log.AbortedIn(0, long.MaxValue).Select(each => each.ProducerId).ShouldBe(aborted);
    }

    private static async Task<short> EpochAsync(TestBroker broker, int partition, long producerId) =>
        (await Log(broker, partition).ProducersAsync()).Producers.Single(producer => producer.ProducerId == producerId).Epoch;
}
