using Hops.Core.Identity;
using Hops.Kafka.Log;
using Hops.Kafka.Tests.Dispatch;
using Hops.Kafka.Tests.Log;
using Hops.Kafka.Tests.Support;
using Hops.Kafka.Transactions;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Tests.Transactions;

/// <summary>Transactions from their begin to their end, over sockets and over restarts.</summary>
public sealed class TransactionTests
{
    private const bool Commit = true;
    private const bool Abort = false;

    [Theory]
    [InlineData(Commit, 3)]
    [InlineData(Abort, 3)]
    [InlineData(Commit, 5)]
    [InlineData(Abort, 5)]
    public async Task It_is_seen_in_all_its_partitions_or_in_none(bool isCommit, short version)
    {
        await using var broker = await TestBroker.StartAsync();
        await broker.CreateTopicAsync("departures", partitions: 2);
        using var producer = new TransactionalProducer(broker.Port);
        (await producer.BeginAsync()).ShouldBe(KafkaError.None);

        for (var round = 1; round <= 3; round++)
        {
            if (version < 5)
                (await producer.AddAsync("departures", 0, 1)).ShouldBe(KafkaError.None);
            var produceVersion = (short)(version < 5 ? 11 : 12);
            (await producer.WriteAsync("departures", 0, records: 2, produceVersion)).ShouldBe(KafkaError.None);
            (await producer.WriteAsync("departures", 1, records: 2, produceVersion)).ShouldBe(KafkaError.None);
            LastStable(broker, 0).ShouldBe((round - 1) * 3);

            (await producer.EndAsync(isCommit, version)).ShouldBe(KafkaError.None);
            (LastStable(broker, 0), LastStable(broker, 1)).ShouldBe((round * 3, round * 3));
            (AbortedIn(broker, 0), AbortedIn(broker, 1)).ShouldBe(isCommit ? (0, 0) : (round, round));
            producer.Epoch.ShouldBe((short)(version < 5 ? 0 : round));
        }
    }

    [Fact]
    public async Task Nothing_is_written_to_a_partition_that_was_not_added()
    {
        await using var broker = await TestBroker.StartAsync();
        await broker.CreateTopicAsync("departures", partitions: 2);
        using var producer = new TransactionalProducer(broker.Port);
        await producer.BeginAsync();

        (await producer.WriteAsync("departures")).ShouldBe(KafkaError.InvalidTxnState);
        await producer.AddAsync("departures", 0);
        (await producer.WriteAsync("departures", 1)).ShouldBe(KafkaError.InvalidTxnState);
        (await producer.AddAsync("departures", 0, 7)).ShouldBe(KafkaError.UnknownTopicOrPartition);
        await producer.WriteAsync("departures");
        await producer.EndAsync(Commit);
        (await producer.WriteAsync("departures")).ShouldBe(KafkaError.InvalidTxnState, "it has ended");
    }

    [Fact]
    public async Task The_next_producer_ends_what_the_last_one_left_open_and_fences_it()
    {
        await using var broker = await TestBroker.StartAsync();
        await broker.CreateTopicAsync("departures");
        using var zombie = new TransactionalProducer(broker.Port);
        await zombie.BeginAsync();
        await zombie.AddAsync("departures", 0);
        await zombie.WriteAsync("departures");
        using var next = new TransactionalProducer(broker.Port);

        (await next.BeginAsync()).ShouldBe(KafkaError.None);

        (next.ProducerId, next.Epoch).ShouldBe((zombie.ProducerId, (short)2));
        (LastStable(broker, 0), AbortedIn(broker, 0)).ShouldBe((2, 1));
        (await zombie.WriteAsync("departures")).ShouldBe(KafkaError.InvalidProducerEpoch);
        (await zombie.AddAsync("departures", 0)).ShouldBe(KafkaError.ProducerFenced);
        (await zombie.EndAsync(Commit)).ShouldBe(KafkaError.ProducerFenced);
        (await zombie.BeginAsync(goesOn: true)).ShouldBe(KafkaError.ProducerFenced);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public async Task A_producer_goes_on_after_an_error_with_its_transaction_open(short version)
    {
        await using var broker = await TestBroker.StartAsync();
        await broker.CreateTopicAsync("departures");
        using var producer = new TransactionalProducer(broker.Port);
        var produceVersion = (short)(version < 5 ? 11 : 12);
        await producer.BeginAsync();
        await producer.AddAsync("departures", 0);
        await producer.WriteAsync("departures", version: produceVersion);

        (await producer.BeginAsync(goesOn: true)).ShouldBe(KafkaError.None);

        (producer.Epoch, LastStable(broker, 0), AbortedIn(broker, 0)).ShouldBe(((short)1, 2, 1));
        await producer.AddAsync("departures", 0);
        (await producer.WriteAsync("departures", version: produceVersion)).ShouldBe(KafkaError.None);
        (await producer.EndAsync(Commit, version)).ShouldBe(KafkaError.None);
        (LastStable(broker, 0), AbortedIn(broker, 0)).ShouldBe((4, 1));
    }

    [Fact]
    public async Task A_producer_whose_epoch_is_of_one_transaction_begins_each_partition_with_its_first_record()
    {
        await using var broker = await TestBroker.StartAsync();
        await broker.CreateTopicAsync("departures");
        using var producer = new TransactionalProducer(broker.Port);
        using var client = new RawClient(broker.Port);
        await producer.BeginAsync();

        (await WriteAsync(sequence: 2)).ShouldBe(KafkaError.OutOfOrderSequenceNumber, "what goes before it was refused, and comes again");
        (await WriteAsync(sequence: 0)).ShouldBe(KafkaError.None);
        (await WriteAsync(sequence: 2)).ShouldBe(KafkaError.None);
        (await producer.EndAsync(Commit, version: 5)).ShouldBe(KafkaError.None);
        LastStable(broker, 0).ShouldBe(5);

        async Task<KafkaError> WriteAsync(int sequence)
        {
            var batch = LogBench.Batch(
                2, producerId: producer.ProducerId, sequence: sequence, epoch: producer.Epoch, timestampMs: TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), isTransactional: true);
            var answer = await client.AskAsync<ProduceRequest, ProduceResponse>(
                new()
                {
                    TransactionalId = producer.TransactionalId, Acks = -1, TimeoutMs = 10_000,
                    TopicData = [new() { Name = "departures", PartitionData = [new() { Records = new(batch) }] }],
                },
                version: 12);
            return answer.Responses.Single().PartitionResponses.Single().ErrorCode;
        }
    }

    [Fact]
    public async Task Offsets_of_a_group_are_uncertain_until_it_ends_and_then_the_groups()
    {
        await using var broker = await TestBroker.StartAsync();
        await broker.CreateTopicAsync("departures");
        using var producer = new TransactionalProducer(broker.Port);
        using var client = new RawClient(broker.Port);
        await producer.BeginAsync();
        (await producer.CommitAsync("readers", "departures", 5)).ShouldBe(KafkaError.InvalidTxnState, "nothing is open");

        (await producer.AddOffsetsAsync("readers")).ShouldBe(KafkaError.None);
        (await producer.CommitAsync("readers", "departures", 5)).ShouldBe(KafkaError.None);
        (await OffsetAsync(client, requireStable: true)).ShouldBe((KafkaError.UnstableOffsetCommit, -1));
        (await OffsetAsync(client, requireStable: false)).ShouldBe((KafkaError.None, -1));
        await producer.EndAsync(Commit);
        (await OffsetAsync(client, requireStable: true)).ShouldBe((KafkaError.None, 5));

        await producer.AddOffsetsAsync("readers");
        await producer.CommitAsync("readers", "departures", 9);
        await producer.EndAsync(Abort);
        (await OffsetAsync(client, requireStable: true)).ShouldBe((KafkaError.None, 5));

        (await producer.CommitAsync("readers", "departures", 11, version: 5)).ShouldBe(KafkaError.None, "the newer one opens it by itself");
        await producer.EndAsync(Commit, version: 5);
        (await OffsetAsync(client, requireStable: true)).ShouldBe((KafkaError.None, 11));
    }

    [Fact]
    public async Task An_offset_that_was_committed_later_than_those_of_the_transaction_stays()
    {
        var time = new ManualTime();
        await using var broker = await TestBroker.StartAsync(clock: time);
        await broker.CreateTopicAsync("departures");
        using var producer = new TransactionalProducer(broker.Port, time: time);
        using var client = new RawClient(broker.Port);
        await producer.BeginAsync();
        await producer.AddOffsetsAsync("readers");
        (await producer.CommitAsync("readers", "departures", 3)).ShouldBe(KafkaError.None);
        time.Advance(TimeSpan.FromSeconds(1));
        var reset = new OffsetCommitRequest { GroupId = "readers", Topics = [new() { Name = "departures", Partitions = [new() { CommittedOffset = 9 }] }] };
        (await client.AskAsync<OffsetCommitRequest, OffsetCommitResponse>(reset, version: 8)).Topics.Single().Partitions.Single().ErrorCode.ShouldBe(KafkaError.None);

        (await producer.EndAsync(Commit)).ShouldBe(KafkaError.None);

        (await OffsetAsync(client, requireStable: true)).ShouldBe((KafkaError.None, 9));
        broker.Broker.Groups.Find(0, "readers")!.Offsets.Single().Value.Offset.ShouldBe(9);
    }

    [Fact]
    public async Task What_is_open_at_a_restart_goes_on()
    {
        var directory = Directory.CreateTempSubdirectory("hops-kafka-").FullName;
        try
        {
            long producerId;
            await using (var broker = await TestBroker.StartAsync(directory: directory))
            {
                await broker.CreateTopicAsync("departures");
                using var producer = new TransactionalProducer(broker.Port);
                await producer.BeginAsync();
                await producer.AddAsync("departures", 0);
                await producer.WriteAsync("departures");
                await producer.AddOffsetsAsync("readers");
                await producer.CommitAsync("readers", "departures", 5);
                producerId = producer.ProducerId;
            }

            await using var restarted = await TestBroker.StartAsync(directory: directory);
            using var client = new RawClient(restarted.Port);
            LastStable(restarted, 0).ShouldBe(0);
            (await OffsetAsync(client, requireStable: true)).ShouldBe((KafkaError.UnstableOffsetCommit, -1));

            var ended = await client.AskAsync<EndTxnRequest, EndTxnResponse>(
                new() { TransactionalId = "payments", ProducerId = producerId, ProducerEpoch = 0, Committed = true }, version: 3);

            ended.ErrorCode.ShouldBe(KafkaError.None);
            (LastStable(restarted, 0), AbortedIn(restarted, 0)).ShouldBe((2, 0));
            (await OffsetAsync(client, requireStable: true)).ShouldBe((KafkaError.None, 5));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Theory]
    [InlineData(Commit)]
    [InlineData(Abort)]
    public async Task What_was_decided_at_a_crash_is_ended_by_the_next_broker(bool isCommit)
    {
        var directory = Directory.CreateTempSubdirectory("hops-kafka-").FullName;
        try
        {
            await using (var broker = await TestBroker.StartAsync(directory: directory))
            {
                await broker.CreateTopicAsync("departures");
                using var producer = new TransactionalProducer(broker.Port);
                await producer.BeginAsync();
                await producer.AddAsync("departures", 0);
                await producer.WriteAsync("departures");
                await producer.AddOffsetsAsync("readers");
                await producer.CommitAsync("readers", "departures", 5);

                // The decision is durable, and then the power goes: no marker is written.
                var transaction = broker.Broker.Transactions.Find(0, "payments")!;
                var decided = transaction.State.End(producer.ProducerId, 0, isCommit, TimeProvider.System.GetUtcNow());
                await broker.Store.WriteAsync(async write =>
                {
                    await TransactionStore.SaveIn(write, transaction, transaction.State, decided);
                    return true;
                });
            }

            await using var restarted = await TestBroker.StartAsync(directory: directory);
            await restarted.Broker.Transactions.Find(0, "payments")!.Ending;
            using var client = new RawClient(restarted.Port);

            (LastStable(restarted, 0), AbortedIn(restarted, 0)).ShouldBe((2, isCommit ? 0 : 1));
            (await OffsetAsync(client, requireStable: true)).ShouldBe((KafkaError.None, isCommit ? 5 : -1));
            restarted.Broker.Transactions.Find(0, "payments")!.State.Status.ShouldBe(isCommit ? TransactionStatus.CompleteCommit : TransactionStatus.CompleteAbort);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public async Task What_is_open_for_too_long_is_aborted_and_readers_go_on()
    {
        await using var broker = await TestBroker.StartAsync();
        await broker.CreateTopicAsync("departures");
        using var producer = new TransactionalProducer(broker.Port);
        using var reader = new RawClient(broker.Port);
        await producer.BeginAsync(timeoutMs: 2_000);
        await producer.AddAsync("departures", 0);
        (await producer.WriteAsync("departures")).ShouldBe(KafkaError.None);

        var answer = await reader.AskAsync<FetchRequest, FetchResponse>(
            new()
            {
                MaxWaitMs = 20_000, MinBytes = 1, MaxBytes = 1 << 20, IsolationLevel = 1, SessionEpoch = -1,
                Topics = [new() { Name = "departures", Partitions = [new() { FetchOffset = 0, PartitionMaxBytes = 1 << 20 }] }],
            },
            version: 11);

        answer.Responses.Single().Partitions.Single().LastStableOffset.ShouldBeGreaterThan(0);
        (await producer.EndAsync(Commit)).ShouldBe(KafkaError.ProducerFenced);
        (await producer.BeginAsync()).ShouldBe(KafkaError.None);
    }

    [Fact]
    public async Task A_topic_that_is_deleted_meanwhile_does_not_keep_it_open()
    {
        await using var broker = await TestBroker.StartAsync();
        await broker.CreateTopicAsync("departures");
        await broker.CreateTopicAsync("arrivals");
        using var producer = new TransactionalProducer(broker.Port);
        await producer.BeginAsync();
        await producer.AddAsync("departures", 0);
        await producer.AddAsync("arrivals", 0);
        await producer.WriteAsync("departures");
        await producer.WriteAsync("arrivals");

        await broker.Store.WriteAsync(write => broker.Broker.Topics.DeleteInAsync(write, OpenGate.Everybody, 0, "departures"));

        (await producer.EndAsync(Commit)).ShouldBe(KafkaError.None);
        broker.Broker.Logs.Find(0, "arrivals", 0)!.LastStableOffset.ShouldBe(2);
    }

    [Fact]
    public async Task A_project_that_is_removed_leaves_nothing_open_in_the_topic_of_another()
    {
        const long Removed = 7;
        await using var broker = await TestBroker.StartAsync();
        var topic = await broker.CreateTopicAsync("departures");
        var coordinator = broker.Broker.Coordinator;
        var (_, state) = await coordinator.InitializeAsync(OpenGate.Everybody with { ProjectId = Removed }, "payments", TimeSpan.FromMinutes(1), known: null, CancellationToken.None);
        var transaction = broker.Broker.Transactions.Find(Removed, "payments")!;
        await coordinator.AddAsync(transaction, state.ProducerId, 0, [new(topic.Id, 0)], CancellationToken.None);
        var log = broker.Broker.Logs.Get(topic, 0);
        var batch = LogBench.Batch(1, producerId: state.ProducerId, sequence: 0, timestampMs: TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), isTransactional: true);
        (await transaction.Append(state.ProducerId, 0, new(topic.Id, 0), () => log.AppendAsync(batch))).Error.ShouldBe(KafkaError.None);
        var ended = new FetchWait(1);
        log.Watch(ended, 0, isCommitted: true);

        await broker.Store.WriteAsync(async write =>
        {
            await broker.Broker.Transactions.RemoveInAsync(write, OpenGate.Everybody, Removed);
            return true;
        });

        await ended.Ready.WaitAsync(TimeSpan.FromSeconds(20));
        (log.LastStableOffset, log.AbortedIn(0, long.MaxValue).Count).ShouldBe((2, 1));
        broker.Broker.Transactions.Find(Removed, "payments").ShouldBeNull();
        (await transaction.Append(state.ProducerId, 0, new(topic.Id, 0), () => log.AppendAsync(batch))).Error.ShouldBe(KafkaError.InvalidProducerIdMapping);
        (await broker.Store.ReadAsync(read => read.SweepAsync(TransactionTables.Partitions, null, 10))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Ids_and_producers_are_described_and_listed()
    {
        await using var broker = await TestBroker.StartAsync();
        await broker.CreateTopicAsync("departures", partitions: 3);
        using var open = new TransactionalProducer(broker.Port, "open");
        using var idle = new TransactionalProducer(broker.Port, "idle");
        using var client = new RawClient(broker.Port);
        await open.BeginAsync(timeoutMs: 5_000);
        await open.AddAsync("departures", 2, 0);
        await idle.BeginAsync();

        var described = await client.AskAsync<DescribeTransactionsRequest, DescribeTransactionsResponse>(new() { TransactionalIds = ["open", "nobody"] }, version: 0);
        var state = described.TransactionStates[0];
        (state.State, state.TransactionTimeoutMs, state.ProducerId, state.Topics.Single().Name).ShouldBe(("Ongoing", 5_000, open.ProducerId, "departures"));
        state.Topics.Single().Partitions.ShouldBe([0, 2]);
        described.TransactionStates[1].ErrorCode.ShouldBe(KafkaError.TransactionalIdNotFound);

        (await ListAsync(client, new())).ShouldBe(["idle Empty", "open Ongoing"]);
        (await ListAsync(client, new() { StateFilters = ["Ongoing", "Asleep"] })).ShouldBe(["open Ongoing", "? Asleep"]);
        (await ListAsync(client, new() { ProducerIdFilters = [idle.ProducerId] })).ShouldBe(["idle Empty"]);
        (await ListAsync(client, new() { DurationFilter = 3_600_000 })).ShouldBe([]);
        (await ListAsync(client, new() { DurationFilter = 0 })).ShouldBe(["open Ongoing"]);
        (await ListAsync(client, new() { TransactionalIdPattern = "(i|d)+le" })).ShouldBe(["idle Empty"]);
        (await ListAsync(client, new() { TransactionalIdPattern = "dl" })).ShouldBe([], "an expression is for the whole id");
        (await ListAsync(client, new() { TransactionalIdPattern = "(" })).ShouldBe(["! InvalidRegularExpression"]);
        (await ListAsync(client, new() { StateFilters = [.. Enumerable.Range(0, 4_000).Select(number => $"state-{number}"), "Ongoing"] }).WaitAsync(TimeSpan.FromSeconds(30)))
            .Length.ShouldBe(4_001, "a request that is large enough to take a turn itself does not wait for itself");
    }

    [Fact]
    public async Task A_producer_of_another_project_with_the_same_id_is_another_one()
    {
        await using var broker = await TestBroker.StartAsync(new TestGate());
        using var red = await SignedInClient.OpenAsync(broker.Port, "red__ann");
        using var blue = await SignedInClient.OpenAsync(broker.Port, "blue__bob");
        var request = new InitProducerIdRequest { TransactionalId = "payments", TransactionTimeoutMs = 1_000 };

        var ofRed = await red.SendAsync<InitProducerIdRequest, InitProducerIdResponse>(request, 4);
        var ofBlue = await blue.SendAsync<InitProducerIdRequest, InitProducerIdResponse>(request, 4);
        var stolen = await blue.SendAsync<EndTxnRequest, EndTxnResponse>(
            new() { TransactionalId = "payments", ProducerId = ofRed.ProducerId, ProducerEpoch = ofRed.ProducerEpoch }, 3);

        (ofRed.ErrorCode, ofBlue.ErrorCode, ofBlue.ProducerEpoch).ShouldBe((KafkaError.None, KafkaError.None, (short)0));
        ofBlue.ProducerId.ShouldNotBe(ofRed.ProducerId);
        stolen.ErrorCode.ShouldBe(KafkaError.InvalidProducerIdMapping);
    }

    [Fact]
    public async Task Limits_are_refusals()
    {
        await using var broker = await TestBroker.StartAsync(configure: options =>
        {
            options.TransactionalIdsPerTenantMax = 1;
            options.TransactionEntriesPerTenantMax = 2;
            options.TransactionTimeoutMax = TimeSpan.FromSeconds(10);
        });
        await broker.CreateTopicAsync("departures", partitions: 3);
        using var producer = new TransactionalProducer(broker.Port);
        using var second = new TransactionalProducer(broker.Port, "refunds");
        using var nameless = new TransactionalProducer(broker.Port, "");

        (await producer.BeginAsync(timeoutMs: 10_001)).ShouldBe(KafkaError.InvalidTransactionTimeout);
        (await producer.BeginAsync(timeoutMs: 0)).ShouldBe(KafkaError.InvalidTransactionTimeout);
        (await nameless.BeginAsync(timeoutMs: 1_000)).ShouldBe(KafkaError.InvalidRequest);
        (await producer.BeginAsync(timeoutMs: 10_000)).ShouldBe(KafkaError.None);
        (await second.BeginAsync(timeoutMs: 10_000)).ShouldBe(KafkaError.PolicyViolation);
        (await producer.AddAsync("departures", 0, 1, 2)).ShouldBe(KafkaError.PolicyViolation);
        (await producer.AddAsync("departures", 0, 1)).ShouldBe(KafkaError.None);
    }

    private static long LastStable(TestBroker broker, int partition) => broker.Broker.Logs.Find(0, "departures", partition)!.LastStableOffset;

    private static int AbortedIn(TestBroker broker, int partition) => broker.Broker.Logs.Find(0, "departures", partition)!.AbortedIn(0, long.MaxValue).Count;

    private static async Task<(KafkaError Error, long Offset)> OffsetAsync(RawClient client, bool requireStable)
    {
        var request = new OffsetFetchRequest
        {
            RequireStable = requireStable, Groups = [new() { GroupId = "readers", Topics = [new() { Name = "departures", PartitionIndexes = [0] }] }],
        };
        var answer = await client.AskAsync<OffsetFetchRequest, OffsetFetchResponse>(request, version: 8);
        var partition = answer.Groups.Single().Topics.Single().Partitions.Single();
        return (partition.ErrorCode, partition.CommittedOffset);
    }

    private static async Task<string[]> ListAsync(RawClient client, ListTransactionsRequest request)
    {
        var answer = await client.AskAsync<ListTransactionsRequest, ListTransactionsResponse>(request, version: 2);
        return answer.ErrorCode != KafkaError.None ? [$"! {answer.ErrorCode}"] : [.. answer.TransactionStates.Select(each => $"{each.TransactionalId} {each.State}"), .. answer.UnknownStateFilters.Select(state => $"? {state}")];
    }
}
