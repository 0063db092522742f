using System.Globalization;
using System.Net.Sockets;
using Hops.Kafka.Tests.Support;
using Xunit.Abstractions;

namespace Hops.Kafka.Tests.Transactions;

/// <summary>
/// Producers write transactions to several partitions over sockets, with offsets of their groups, until the process of the broker is killed
/// between two requests of one of them, which is amid those of the others.
/// </summary>
public sealed class TransactionKillTests(ITestOutputHelper output) : IDisposable
{
    private const int PartitionCount = 4;
    private const int StepsMax = 150;
    private static readonly string[] Producers = ["payments", "refunds", "fees"];

    private readonly string _directory = Directory.CreateTempSubdirectory("hops-kill-").FullName;
    private readonly TransactionLedger _ledger = new();
    private int _stepsLeft;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public Task A_transaction_outlives_six_kills_as_a_whole_or_not_at_all() => KillAsync(6);

    [Fact]
    [Trait("Speed", "Slow")]
    public Task A_transaction_outlives_fifty_kills_as_a_whole_or_not_at_all() => KillAsync(50);

    private async Task KillAsync(int kills)
    {
        var seed = Random.Shared.Next();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}"));
        var random = new Random(seed);
        await using (var broker = await TestBroker.StartAsync(directory: _directory))
            await broker.CreateTopicAsync("departures", PartitionCount);

        for (var kill = 0; kill < kills; kill++)
        {
            await using var broker = await BrokerProcess.StartAsync(_directory);
            _stepsLeft = random.Next(1, StepsMax);
            await Task.WhenAll(Producers.Select(producer => ProduceAsync(broker, producer, new Random(random.Next()))).ToList());
        }

        await using var last = await TestBroker.StartAsync(directory: _directory);
        foreach (var producer in Producers)
        {
            using var next = new TransactionalProducer(last.Port, producer);
            (await next.BeginAsync()).ShouldBe(KafkaError.None);
        }

        _ledger.Verify(last.Broker, "departures", PartitionCount, $"seed {seed}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_ledger.Count.Committed} of {_ledger.Count.Begun} transactions are committed"));
        _ledger.Count.Committed.ShouldBeGreaterThan(kills, "most lives should bring something about");
    }

    /// <summary>One transaction after the other until the broker is gone.</summary>
    private async Task ProduceAsync(BrokerProcess broker, string producer, Random random)
    {
        try
        {
            using var client = new TransactionalProducer(broker.Port, producer);
            var isNew = random.Next(2) == 0;
            (await client.BeginAsync()).ShouldBe(KafkaError.None);
            while (true)
                await TransactAsync(broker, client, random, isNew);
        }
        catch (Exception gone) when (gone is IOException or InvalidOperationException or SocketException)
        {
            // Nobody was told anything.
        }
    }

    /// <param name="broker">Where.</param>
    /// <param name="client">The producer.</param>
    /// <param name="random">What it does.</param>
    /// <param name="isNew">True for the protocol in which writing opens a transaction and its end gives a new epoch (KIP-890).</param>
    private async Task TransactAsync(BrokerProcess broker, TransactionalProducer client, Random random, bool isNew)
    {
        var entry = _ledger.Begin(
            client.TransactionalId, hasOffsets: random.Next(3) > 0, [.. Enumerable.Range(0, PartitionCount).Where(index => index == 0 || random.Next(2) == 0)]);
        if (!isNew)
            await StepAsync(broker, client.AddAsync("departures", [.. entry.Partitions]));
        foreach (var partition in entry.Partitions)
        {
            await StepAsync(broker, client.WriteAsync(
                "departures", partition, TransactionLedger.RecordsPerPartition, version: (short)(isNew ? 12 : 11), entry.SeedIn(partition)));
        }

        if (entry.HasOffsets)
        {
            if (!isNew)
                await StepAsync(broker, client.AddOffsetsAsync(TransactionLedger.GroupOf(entry.Producer)));
            await StepAsync(broker, client.CommitAsync(TransactionLedger.GroupOf(entry.Producer), "departures", entry.Number, version: (short)(isNew ? 5 : 3)));
        }

        var fate = random.Next(10);
        if (fate == 0)
        {
            // It goes and comes back: the open one is aborted.
            await StepAsync(broker, client.BeginAsync());
            return;
        }

        var isCommit = fate > 3;
        if (isCommit)
            entry.Fate = TransactionLedger.Fate.Unknown;
        await StepAsync(broker, client.EndAsync(isCommit, version: (short)(isNew ? 5 : 3)));
        if (isCommit)
            entry.Fate = TransactionLedger.Fate.Committed;
    }

    /// <summary>Kills the broker while a request is under way, if it is the one.</summary>
    private async Task StepAsync(BrokerProcess broker, Task<KafkaError> request)
    {
        if (Interlocked.Decrement(ref _stepsLeft) == 0)
            broker.Kill();
        (await request).ShouldBe(KafkaError.None);
    }
}
