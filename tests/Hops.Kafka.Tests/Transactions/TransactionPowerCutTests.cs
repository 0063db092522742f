using System.Collections.Immutable;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Core.Storage;
using Hops.Kafka.Groups;
using Hops.Kafka.Log;
using Hops.Kafka.Tests.Log;
using Hops.Kafka.Topics;
using Hops.Kafka.Transactions;
using Hops.Metadata.Audit;
using Hops.Metadata.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hops.Kafka.Tests.Transactions;

/// <summary>
/// Producers write transactions to several partitions, with offsets of their groups, until the power goes in the middle of a change of the
/// logs or beside one of the database. When it is back each transaction is there as a whole, as often as it was answered, or not at all.
/// </summary>
public sealed class TransactionPowerCutTests : IAsyncDisposable
{
    private const int PartitionCount = 4;
    private static readonly string[] Producers = ["payments", "refunds", "fees"];
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    private readonly string _directory = Directory.CreateTempSubdirectory("hops-kafka-").FullName;
    private readonly TransactionLedger _ledger = new();
    private readonly ManualTime _time = new();
    private readonly SqliteStore _database;

    public TransactionPowerCutTests() =>
        _database = SqliteStore.Open(_directory, [.. KafkaModule.Tables, AuditLog.Entries, AuditLog.Heads], new SqliteOptions(), TimeProvider.System);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 4)];

    public static TheoryData<int> ManySeeds => [.. Enumerable.Range(101, 25)];

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public Task A_transaction_is_there_as_a_whole_or_not_at_all(int seed) => CutAsync(seed, cuts: 12);

    [Theory]
    [MemberData(nameof(ManySeeds))]
    [Trait("Speed", "Slow")]
    public Task A_transaction_is_there_as_a_whole_or_not_at_all_over_many_cuts(int seed) => CutAsync(seed, cuts: 20);

    private async Task CutAsync(int seed, int cuts)
    {
        var random = new Random(seed);
        var disk = new SimulatedDisk(seed);
        disk.CreateDirectory("/data");
        disk.SyncDirectory("/");
        for (var cut = 0; cut < cuts; cut++)
            await LiveAsync(disk, random, isLast: cut == cuts - 1, $"seed {seed} cut {cut}");
        _ledger.Count.Committed.ShouldBeGreaterThan(cuts, "most lives should bring something about");
    }

    private async Task LiveAsync(SimulatedDisk disk, Random random, bool isLast, string when)
    {
        await using (var cut = new PowerCut(disk))
        {
            // 1. The power may go again while what was decided is ended.
            await using var broker = await OpenAsync(disk, cut);
            var isEarly = !isLast && random.Next(3) == 0;
            if (isEarly)
                cut.Arm(random);

            // 2. What was left open ends, by its next producer or by its time.
            var seeds = Producers.Select(_ => random.Next()).ToList();
            if (await UntilStruckAsync(cut, () => SettleAsync(broker, cut, byTime: random.Next(2) == 0)))
                _ledger.Verify(broker, "departures", PartitionCount, when);
            if (isLast)
                return;

            // 3. The next ones begin.
            if (!isEarly)
                cut.Arm(random);
            await Task.WhenAll(Producers.Select((producer, at) => UntilStruckAsync(cut, () => ProduceAsync(broker, cut, producer, new Random(seeds[at])))));
        }

        disk.PowerCut();
    }

    private async Task<Broker> OpenAsync(SimulatedDisk disk, PowerCut cut)
    {
        var log = new LogOptions { AllocationStepBytes = 8 << 10, SnapshotBytes = 6 << 10, RoundMaxBytes = 8 << 10 };
        var storage = new BrokerStorage(new PowerCut.Store(_database, cut), disk, "/data/topics", log);
        var broker = await Broker.OpenAsync(
            new BrokerOptions { RequireSasl = false }, storage, new BrokerDoors(new OpenAuthentication(), new OpenGate()), _time, NullLoggerFactory.Instance, default);
        if (broker.Topics.Snapshot.Find(0, "departures") is null)
        {
            var topic = new NewTopic(0, "departures", PartitionCount, ImmutableSortedDictionary<string, string>.Empty.Add("segment.bytes", "20000"));
            await _database.WriteAsync(write => broker.Topics.CreateInAsync(write, OpenGate.Everybody, topic));
        }

        return broker;
    }

    /// <returns>False if the power went meanwhile.</returns>
    private static async Task<bool> UntilStruckAsync(PowerCut cut, Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception struck) when (cut.HasStruck && struck is PlatformException or OperationCanceledException)
        {
            // Nobody was told anything.
        }

        return !cut.HasStruck;
    }

    private async Task SettleAsync(Broker broker, PowerCut cut, bool byTime)
    {
        if (byTime)
        {
            _time.Advance(Timeout);
            foreach (var transaction in broker.Transactions.All)
                await broker.Coordinator.TimeOutAsync(transaction, cut.Struck);
        }
        else
        {
            foreach (var producer in Producers)
                await BeginAsync(broker, cut, producer);
        }

        foreach (var transaction in broker.Transactions.All)
            await transaction.Ending.WaitAsync(cut.Struck);
    }

    private static async Task<Transaction?> BeginAsync(Broker broker, PowerCut cut, string producer)
    {
        var step = await broker.Coordinator.InitializeAsync(OpenGate.Everybody, producer, Timeout, known: null, cut.Struck);
        if (!cut.HasStruck)
            step.Error.ShouldBe(KafkaError.None);
        return step.Error == KafkaError.None ? broker.Transactions.Find(0, producer) : null;
    }

    private async Task ProduceAsync(Broker broker, PowerCut cut, string producer, Random random)
    {
        var topic = broker.Topics.Snapshot.Find(0, "departures")!;
        var sequences = new Dictionary<(long ProducerId, short Epoch, int Partition), int>();
        var transaction = await BeginAsync(broker, cut, producer);
        while (transaction is not null && !cut.HasStruck)
        {
            var entry = _ledger.Begin(producer, hasOffsets: random.Next(3) > 0, [.. Enumerable.Range(0, PartitionCount).Where(index => index == 0 || random.Next(2) == 0)]);
            if (!await WriteAsync(broker, topic, transaction, entry, sequences, cut))
                return;
            var (producerId, epoch) = transaction.State.Producer;
            var fate = random.Next(10);
            if (fate == 0)
            {
                // It goes and comes back: the open one is aborted.
                transaction = await BeginAsync(broker, cut, producer);
                continue;
            }

            var isCommit = fate > 3;
            if (isCommit)
                entry.Fate = TransactionLedger.Fate.Unknown;
            var (error, _) = await broker.Coordinator.EndAsync(transaction, producerId, epoch, isCommit, bumps: random.Next(2) == 0, cut.Struck);
            if (error != KafkaError.None)
            {
                cut.HasStruck.ShouldBeTrue(error.ToString());
                return;
            }

            if (isCommit)
                entry.Fate = TransactionLedger.Fate.Committed;
        }
    }

    /// <returns>False if not all of it was written, for the power went.</returns>
    private async Task<bool> WriteAsync(
        Broker broker, Topic topic, Transaction transaction, TransactionLedger.Entry entry, Dictionary<(long, short, int), int> sequences, PowerCut cut)
    {
        var (producerId, epoch) = transaction.State.Producer;
        var error = await broker.Coordinator.AddAsync(transaction, producerId, epoch, [.. entry.Partitions.Select(index => new TopicPartition(topic.Id, index))], cut.Struck);
        if (error == KafkaError.None && entry.HasOffsets)
        {
            var offset = new CommittedOffset(entry.Number, -1, "", _time.GetUtcNow());
            error = await broker.Coordinator.CommitAsync(
                transaction, producerId, epoch, [new(new(TransactionLedger.GroupOf(entry.Producer), new(topic.Id, 0)), offset)], opens: false, cut.Struck);
        }

        if (error == KafkaError.None)
        {
            var appends = entry.Partitions.Select(index =>
            {
                var sequence = sequences.GetValueOrDefault((producerId, epoch, index));
                sequences[(producerId, epoch, index)] = sequence + TransactionLedger.RecordsPerPartition;
                var batch = LogBench.Batch(
                    TransactionLedger.RecordsPerPartition, entry.SeedIn(index), _time.GetUtcNow().ToUnixTimeMilliseconds(), producerId, sequence, epoch,
                    valueBytes: 8 + (entry.Number * 37 % 500), isTransactional: true);
                return transaction.Append(producerId, epoch, new(topic.Id, index), () => broker.Logs.Get(topic, index).AppendAsync(batch));
            });
            error = (await Task.WhenAll(appends)).Select(append => append.Error).FirstOrDefault(each => each != KafkaError.None);
        }

        if (error != KafkaError.None)
            cut.HasStruck.ShouldBeTrue(error.ToString());
        return error == KafkaError.None;
    }
}
