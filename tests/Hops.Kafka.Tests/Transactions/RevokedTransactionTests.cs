using Hops.Core.Identity;
using Hops.Kafka.Log;
using Hops.Kafka.Tests.Dispatch;
using Hops.Kafka.Tests.Log;
using Hops.Kafka.Tests.Support;
using Hops.Kafka.Transactions;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Tests.Transactions;

/// <summary>Transactions that are open in a topic of another project when that takes it back.</summary>
public sealed class RevokedTransactionTests : IAsyncLifetime
{
    private const long Red = 1;
    private const long Blue = 2;
    private const string Borrowed = "red.ledger";

    /// <summary>How soon a revocation is to be seen by whoever reads.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    /// <summary>Writes in a transaction, waits until it may go on, and tries to commit.</summary>
    private const string Librdkafka = """
        import os, sys, time
        from confluent_kafka import Producer, KafkaException
        address, gone = sys.argv[1:3]
        producer = Producer({'bootstrap.servers': address, 'security.protocol': 'SASL_PLAINTEXT', 'sasl.mechanism': 'PLAIN', 'sasl.username': 'blue__bob',
                             'sasl.password': 'pencil', 'transactional.id': 'payments', 'transaction.timeout.ms': 60000})
        producer.init_transactions(20)
        producer.begin_transaction()
        producer.produce('red.ledger', b'lost')
        producer.produce('own', b'lost')
        producer.flush(20)
        while not os.path.exists(gone):
            time.sleep(0.05)
        try:
            producer.commit_transaction(20)
            print('committed')
        except KafkaException as refused:
            print('refused', refused.args[0].fatal())
        """;

    private readonly TestGate _gate = new();
    private TestBroker _broker = null!;

    public async Task InitializeAsync()
    {
        _broker = await TestBroker.StartAsync(_gate);
        await _broker.CreateTopicAsync("ledger", tenantId: Red);
        await _broker.CreateTopicAsync("own", tenantId: Blue);
        Lend(new Resource(ResourceKind.Topic, Red, "ledger"));
    }

    public async Task DisposeAsync() => await _broker.DisposeAsync();

    [Fact]
    public async Task Are_aborted_in_all_their_topics_and_their_producer_is_fenced()
    {
        using var bob = await SignedInClient.OpenAsync(_broker.Port, "blue__bob");
        var producer = await BeginAsync(bob);
        await WriteAsync(bob, producer, Borrowed, "own");
        Log(Red, "ledger").LastStableOffset.ShouldBe(0);

        Lend(null);

        await ShouldBeAbortedAsync();
        (await EndAsync(bob, producer)).ShouldBe(KafkaError.ProducerFenced);
        Log(Red, "ledger").AbortedIn(0, long.MaxValue).Count.ShouldBe(1);
        Log(Blue, "own").AbortedIn(0, long.MaxValue).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Of_topics_that_are_lent_on_go_on()
    {
        using var bob = await SignedInClient.OpenAsync(_broker.Port, "blue__bob");
        var producer = await BeginAsync(bob);
        await WriteAsync(bob, producer, "own");
        var transaction = _broker.Broker.Transactions.Find(Blue, "payments")!;

        Lend(null);
        await _broker.Broker.Coordinator.RevokeAsync(transaction, CancellationToken.None);

        transaction.State.Status.ShouldBe(TransactionStatus.Ongoing, "none of its topics was taken back");
        (await EndAsync(bob, producer)).ShouldBe(KafkaError.None);
    }

    [Fact]
    public async Task Are_not_committed_by_who_is_quicker_than_the_next_look()
    {
        using var bob = await SignedInClient.OpenAsync(_broker.Port, "blue__bob");
        var producer = await BeginAsync(bob);
        await WriteAsync(bob, producer, Borrowed, "own");

        Lend(null);

        (await EndAsync(bob, producer)).ShouldBe(KafkaError.ProducerFenced);
        await ShouldBeAbortedAsync();
        Log(Red, "ledger").AbortedIn(0, long.MaxValue).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Commit_no_offsets_of_a_topic_that_was_taken_back_and_neither_do_groups()
    {
        using var bob = await SignedInClient.OpenAsync(_broker.Port, "blue__bob");
        var producer = await BeginAsync(bob);
        await WriteAsync(bob, producer, "own");
        (await CommitInTransactionAsync(bob, producer)).ShouldBe(KafkaError.None);
        (await CommitAsync(bob)).ShouldBe(KafkaError.None);

        Lend(null);

        (await CommitAsync(bob)).ShouldBe(KafkaError.UnknownTopicOrPartition);
        (await EndAsync(bob, producer)).ShouldBe(KafkaError.ProducerFenced);
        _broker.Broker.Groups.Find(Blue, "readers")!.Offsets.Values.ShouldHaveSingleItem().Offset.ShouldBe(5);
    }

    [Fact]
    public async Task Of_a_member_who_was_removed_are_aborted_in_topics_of_its_own_project()
    {
        using var bob = await SignedInClient.OpenAsync(_broker.Port, "blue__bob");
        var producer = await BeginAsync(bob);
        await WriteAsync(bob, producer, "own");
        Log(Blue, "own").LastStableOffset.ShouldBe(0);

        _gate.Remove("blue__bob");

        await UntilAsync(Soon, () => Log(Blue, "own").LastStableOffset == 2);
        Log(Blue, "own").AbortedIn(0, long.MaxValue).Count.ShouldBe(1);
    }

    [ToolFact(ForeignTool.Python)]
    public async Task Of_librdkafka_are_not_committed_and_leave_no_reader_waiting()
    {
        var gone = Path.Combine(Path.GetTempPath(), $"hops-gone-{Guid.NewGuid():n}");
        try
        {
            var producing = Tool.RunAsync(ToolFactAttribute.Python, ["-c", Librdkafka, _broker.Address, gone]);
            await UntilAsync(TimeSpan.FromSeconds(30), () => Log(Red, "ledger").HighWatermark == 1 && Log(Blue, "own").HighWatermark == 1);

            Lend(null);

            await ShouldBeAbortedAsync();
            await File.WriteAllTextAsync(gone, "");
            (await producing).Succeeded().ShouldBe("refused True\n");
        }
        finally
        {
            File.Delete(gone);
        }
    }

    private void Lend(Resource? topic) => _gate.Lend("blue__bob", "red", topic);

    private Partition Log(long project, string topic) => _broker.Broker.Logs.Find(project, topic, 0)!;

    private Task ShouldBeAbortedAsync() => UntilAsync(Soon, () => new[] { Log(Red, "ledger"), Log(Blue, "own") }.All(log => log.LastStableOffset == 2));

    private static async Task UntilAsync(TimeSpan patience, Func<bool> isSo)
    {
        using var late = new CancellationTokenSource(patience);
        while (!isSo())
            await Task.Delay(20, late.Token);
    }

    private static async Task<InitProducerIdResponse> BeginAsync(SignedInClient client)
    {
        var begun = await client.SendAsync<InitProducerIdRequest, InitProducerIdResponse>(new() { TransactionalId = "payments", TransactionTimeoutMs = 60_000 }, 4);
        begun.ErrorCode.ShouldBe(KafkaError.None);
        return begun;
    }

    private static async Task WriteAsync(SignedInClient client, InitProducerIdResponse producer, params string[] topics)
    {
        var added = await client.SendAsync<AddPartitionsToTxnRequest, AddPartitionsToTxnResponse>(
            new()
            {
                TransactionalId = "payments", ProducerId = producer.ProducerId, ProducerEpoch = producer.ProducerEpoch,
                Topics = [.. topics.Select(topic => new AddPartitionsToTxnRequest.Topic { Name = topic, Partitions = [0] })],
            },
            3);
        added.ResultsByTopic.ShouldAllBe(topic => topic.Partitions.Single().ErrorCode == KafkaError.None);
        foreach (var topic in topics)
        {
            var batch = LogBench.Batch(1, producerId: producer.ProducerId, sequence: 0, epoch: producer.ProducerEpoch, isTransactional: true);
            var sent = new ProduceRequest.Topic { Name = topic, PartitionData = [new() { Records = new(batch) }] };
            var answer = await client.SendAsync<ProduceRequest, ProduceResponse>(new() { TransactionalId = "payments", Acks = -1, TimeoutMs = 10_000, TopicData = [sent] }, 9);
            answer.Responses.Single().PartitionResponses.Single().ErrorCode.ShouldBe(KafkaError.None);
        }
    }

    private static async Task<KafkaError> CommitInTransactionAsync(SignedInClient client, InitProducerIdResponse producer)
    {
        var topic = new TxnOffsetCommitRequest.Topic { Name = Borrowed, Partitions = [new() { CommittedOffset = 9 }] };
        var request = new TxnOffsetCommitRequest
        {
            TransactionalId = "payments", GroupId = "readers", ProducerId = producer.ProducerId, ProducerEpoch = producer.ProducerEpoch, Topics = [topic],
        };
        return (await client.SendAsync<TxnOffsetCommitRequest, TxnOffsetCommitResponse>(request, 2)).Topics.Single().Partitions.Single().ErrorCode;
    }

    private static async Task<KafkaError> CommitAsync(SignedInClient client)
    {
        var topic = new OffsetCommitRequest.Topic { Name = Borrowed, Partitions = [new() { CommittedOffset = 5 }] };
        var answer = await client.SendAsync<OffsetCommitRequest, OffsetCommitResponse>(new() { GroupId = "readers", Topics = [topic] }, 8);
        return answer.Topics.Single().Partitions.Single().ErrorCode;
    }

    private static async Task<KafkaError> EndAsync(SignedInClient client, InitProducerIdResponse producer) =>
        (await client.SendAsync<EndTxnRequest, EndTxnResponse>(
            new() { TransactionalId = "payments", ProducerId = producer.ProducerId, ProducerEpoch = producer.ProducerEpoch, Committed = true }, 3)).ErrorCode;
}
