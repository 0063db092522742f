using Hops.Core.Identity;
using System.Collections.Concurrent;
using System.Globalization;
using Hops.Kafka.Groups;
using Hops.Kafka.Tests.Dispatch;
using Hops.Kafka.Tests.Log;
using Hops.Kafka.Tests.Support;
using Hops.Kafka.Transactions;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Tests.Transactions;

/// <summary>What a project that wants to do harm does with transactions, and what the others notice of it.</summary>
public sealed class HostileTransactionTests
{
    private const long Red = 1;
    private const long Blue = 2;
    private const int Connections = 50;
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    [Fact]
    public Task A_project_that_opens_transactions_without_end_gets_as_many_as_it_may_have() => OpenManyAsync(ids: 400, idsMax: 250, entriesMax: 200);

    [Fact]
    [Trait("Speed", "Slow")]
    public Task Ten_thousand_transactions_of_a_project_are_open_and_end() => OpenManyAsync(ids: 10_500, idsMax: 10_000, entriesMax: 9_000);

    [Fact]
    public async Task Room_that_is_left_once_is_not_given_to_all_who_ask_for_it_at_once()
    {
        const int Asking = 10;
        await using var broker = await TestBroker.StartAsync(configure: options => options.TransactionEntriesPerTenantMax = 100);
        var topic = await broker.CreateTopicAsync("departures");
        var coordinator = broker.Broker.Coordinator;
        var offsets = Enumerable.Range(0, 60).Select(group => KeyValuePair.Create(
            new GroupPartition(string.Create(CultureInfo.InvariantCulture, $"readers-{group}"), new(topic.Id, 0)), new CommittedOffset(1, -1, "", DateTimeOffset.UnixEpoch))).ToList();
        var producerIds = new List<long>();
        for (var number = 0; number < Asking; number++)
            producerIds.Add((await coordinator.InitializeAsync(OpenGate.Everybody, IdOf(number), Timeout, known: null, CancellationToken.None)).State.ProducerId);

        var answers = await Task.WhenAll(producerIds.Select((producerId, number) => coordinator.CommitAsync(
            broker.Broker.Transactions.Find(0, IdOf(number))!, producerId, 0, offsets, opens: true, CancellationToken.None)));

        answers.Count(error => error == KafkaError.None).ShouldBe(1);
        answers.Count(error => error == KafkaError.PolicyViolation).ShouldBe(Asking - 1);
        var winner = Array.IndexOf(answers, KafkaError.None);
        await coordinator.EndAsync(broker.Broker.Transactions.Find(0, IdOf(winner))!, producerIds[winner], 0, isCommit: false, bumps: false, CancellationToken.None);
        var next = (winner + 1) % Asking;
        (await coordinator.CommitAsync(broker.Broker.Transactions.Find(0, IdOf(next))!, producerIds[next], 0, offsets, opens: true, CancellationToken.None)).ShouldBe(KafkaError.None);
    }

    [Fact]
    public async Task One_that_its_producer_keeps_busy_ends_with_its_time_all_the_same()
    {
        var time = new ManualTime();
        await using var broker = await TestBroker.StartAsync(clock: time);
        await broker.CreateTopicAsync("departures", partitions: 3);
        using var producer = new TransactionalProducer(broker.Port, time: time);
        await producer.BeginAsync((int)Timeout.TotalMilliseconds);

        // It adds and writes all the time, which is no reason to wait.
        var error = KafkaError.None;
        for (var turn = 0; error == KafkaError.None; turn++)
        {
            if (turn == 10)
                time.Advance(Timeout);
            error = await producer.AddAsync("departures", turn % 3);
            if (error == KafkaError.None)
                error = await producer.WriteAsync("departures", turn % 3);
        }

        error.ShouldBeOneOf(KafkaError.ProducerFenced, KafkaError.InvalidProducerEpoch);
        await broker.Broker.Transactions.Find(0, "payments")!.Ending;
        for (var index = 0; index < 3; index++)
        {
            var log = broker.Broker.Logs.Find(0, "departures", index)!;
            (log.LastStableOffset, log.AbortedIn(0, long.MaxValue).Count).ShouldBe((log.HighWatermark, 1));
        }
    }

    [Fact]
    public async Task Fifty_that_take_one_id_from_each_other_leave_one_winner()
    {
        await using var broker = await TestBroker.StartAsync();
        await broker.CreateTopicAsync("departures");
        var producers = Enumerable.Range(0, Connections).Select(_ => new TransactionalProducer(broker.Port)).ToList();

        await Task.WhenAll(producers.Select(async producer =>
        {
            for (var turn = 0; turn < 4; turn++)
            {
                if (await producer.BeginAsync() == KafkaError.None && await producer.AddAsync("departures", 0) == KafkaError.None)
                    await producer.WriteAsync("departures");
            }
        }));

        var begun = await Task.WhenAll(producers.Select(async producer => await producer.BeginAsync() == KafkaError.None ? producer : null));
        begun.Count(producer => producer is not null).ShouldBeGreaterThan(0);
        begun.Where(producer => producer is not null).Select(producer => producer!.Epoch).ShouldBeUnique();
        var written = new ConcurrentBag<TransactionalProducer>();
        await Task.WhenAll(producers.Select(async producer =>
        {
            if (await producer.AddAsync("departures", 0) == KafkaError.None && await producer.WriteAsync("departures") == KafkaError.None && await producer.EndAsync(isCommit: true) == KafkaError.None)
                written.Add(producer);
        }));

        written.ShouldHaveSingleItem().Epoch.ShouldBe(begun.Max(producer => producer?.Epoch ?? -1));
        var log = broker.Broker.Logs.Find(0, "departures", 0)!;
        log.LastStableOffset.ShouldBe(log.HighWatermark);
        foreach (var producer in producers)
            producer.Dispose();
    }

    private static string IdOf(int number) => string.Create(CultureInfo.InvariantCulture, $"evil-{number}");

    private static async Task OpenManyAsync(int ids, int idsMax, int entriesMax)
    {
        var time = new ManualTime();
        await using var broker = await TestBroker.StartAsync(new TestGate(), clock: time, configure: options =>
        {
            options.TransactionalIdsPerTenantMax = idsMax;
            options.TransactionEntriesPerTenantMax = entriesMax;
        });
        var topic = await broker.CreateTopicAsync("departures", tenantId: Red);
        await broker.CreateTopicAsync("departures", tenantId: Blue);
        using var blue = await SignedInClient.OpenAsync(broker.Port, "blue__bob");

        // Each opens as many as it can, one after the other, and ends none; the other project writes meanwhile.
        var answers = new ConcurrentBag<(KafkaError Begun, KafkaError Added)>();
        var hostile = Task.WhenAll(Enumerable.Range(0, Connections).Select(async connection =>
        {
            using var red = await SignedInClient.OpenAsync(broker.Port, "red__ann");
            for (var number = connection; number < ids; number += Connections)
                answers.Add(await OpenAsync(red, IdOf(number)));
        }));
        do
            (await WriteAsync(blue, time)).ShouldBe(KafkaError.None);
        while (!hostile.IsCompleted);
        await hostile;

        answers.Count(answer => answer.Begun == KafkaError.None).ShouldBe(idsMax);
        answers.Count(answer => answer.Begun == KafkaError.PolicyViolation).ShouldBe(ids - idsMax);
        answers.Count(answer => answer.Added == KafkaError.None).ShouldBeInRange(entriesMax - Connections, entriesMax, "room that is reserved at the limit is not given to two");
        var open = broker.Broker.Transactions.List(Red).ToList();
        open.Count.ShouldBe(idsMax);
        open.Sum(transaction => transaction.State.EntryCount).ShouldBeLessThanOrEqualTo(entriesMax);

        // Their time ends all of them, and there is room again.
        time.Advance(Timeout);
        using var once = await SignedInClient.OpenAsync(broker.Port, "red__ann");
        while (open.Any(transaction => transaction.State.Status is TransactionStatus.Ongoing or TransactionStatus.PrepareAbort))
            (await WriteAsync(blue, time)).ShouldBe(KafkaError.None);
        var log = broker.Broker.Logs.Get(topic, 0);
        log.LastStableOffset.ShouldBe(log.HighWatermark);
        (await OpenAsync(once, IdOf(0))).Added.ShouldBe(KafkaError.None);
        (await WriteAsync(blue, time)).ShouldBe(KafkaError.None);
    }

    private static async Task<(KafkaError Begun, KafkaError Added)> OpenAsync(SignedInClient client, string transactionalId)
    {
        var begun = await client.SendAsync<InitProducerIdRequest, InitProducerIdResponse>(
            new() { TransactionalId = transactionalId, TransactionTimeoutMs = (int)Timeout.TotalMilliseconds }, 4);
        if (begun.ErrorCode != KafkaError.None)
            return (begun.ErrorCode, begun.ErrorCode);
        var added = await client.SendAsync<AddPartitionsToTxnRequest, AddPartitionsToTxnResponse>(
            new() { TransactionalId = transactionalId, ProducerId = begun.ProducerId, ProducerEpoch = begun.ProducerEpoch, Topics = [new() { Name = "departures", Partitions = [0] }] }, 3);
        return (KafkaError.None, added.ResultsByTopic.Single().Partitions.Single().ErrorCode);
    }

    private static async Task<KafkaError> WriteAsync(SignedInClient client, TimeProvider time)
    {
        var batch = LogBench.Batch(1, timestampMs: time.GetUtcNow().ToUnixTimeMilliseconds());
        var answer = await client.SendAsync<ProduceRequest, ProduceResponse>(
            new() { Acks = -1, TimeoutMs = 10_000, TopicData = [new() { Name = "departures", PartitionData = [new() { Records = new(batch) }] }] }, 11);
        return answer.Responses.Single().PartitionResponses.Single().ErrorCode;
    }
}
