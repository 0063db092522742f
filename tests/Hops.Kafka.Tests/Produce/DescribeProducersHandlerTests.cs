using Hops.Core.Identity;
using Hops.Kafka.Log;
using Hops.Kafka.Tests.Dispatch;
using Hops.Kafka.Tests.Log;
using Hops.Kafka.Tests.Support;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Tests.Produce;

using Answer = DescribeProducersResponse.Topic.Partition;

public sealed class DescribeProducersHandlerTests : IAsyncLifetime
{
    private const long Plain = 5;
    private const long Open = 6;
    private const long Ended = 7;

    private readonly TestGate _gate = new();
    private TestBroker _broker = null!;
    private SignedInClient _ann = null!;
    private SignedInClient _sam = null!;

    public async Task InitializeAsync()
    {
        _broker = await TestBroker.StartAsync(_gate);
        await _broker.CreateTopicAsync("ledger", partitions: 3, tenantId: 1);
        _ann = await SignedInClient.OpenAsync(_broker.Port, "red__ann");
        _sam = await SignedInClient.OpenAsync(_broker.Port, "red__sam");
    }

    public async Task DisposeAsync()
    {
        _ann.Dispose();
        _sam.Dispose();
        await _broker.DisposeAsync();
    }

    [Fact]
    public async Task Each_producer_is_told_with_the_beginning_of_its_open_transaction()
    {
        var log = Log(0);
        await AppendAsync(log, LogBench.Batch(3, timestampMs: 1_700_000_000_000, producerId: Plain, sequence: 0));
        await AppendAsync(log, LogBench.Batch(2, timestampMs: 1_700_000_000_000, producerId: Open, sequence: 0, epoch: 4, isTransactional: true));
        await AppendAsync(log, LogBench.Batch(1, timestampMs: 1_700_000_000_000, producerId: Ended, sequence: 0, isTransactional: true));
        await log.AppendMarkerAsync(Ended, 0, coordinatorEpoch: 9, isCommit: true);

        (await AskAsync(_ann, "ledger", 0)).Single().ActiveProducers.Select(Said).ShouldBe(
        [
            (Plain, 0, 2, 1_700_000_000_002, -1, -1),
            (Open, 4, 1, 1_700_000_000_001, -1, 3),
            (Ended, 0, 0, 1_700_000_000_000, 9, -1),
        ]);
        (await AskAsync(_ann, "ledger", 1, 1)).ShouldHaveSingleItem("it is told once").ActiveProducers.ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_may_not_read_a_topic_is_refused_and_what_is_not_there_is_said_to_be_so()
    {
        await AppendAsync(Log(0), LogBench.Batch(1, timestampMs: 1_700_000_000_000, producerId: Plain, sequence: 0));

        (await AskAsync(_ann, "ledger", 3)).Single().ErrorCode.ShouldBe(KafkaError.UnknownTopicOrPartition);
        (await AskAsync(_ann, "none", 0)).Single().ErrorCode.ShouldBe(KafkaError.UnknownTopicOrPartition);
        var refused = (await AskAsync(_sam, "ledger", 0)).Single();
        (refused.ErrorCode, refused.ActiveProducers.Count).ShouldBe((KafkaError.TopicAuthorizationFailed, 0));
        _gate.Refusals.Single().Operation.ShouldBe(Operation.Read);
    }

    [Fact]
    public async Task An_answer_has_a_bound_and_a_partition_that_does_not_fit_is_told_by_itself()
    {
        const int Many = 60_000;
        foreach (var index in new[] { 0, 1 })
        {
            var results = await Task.WhenAll(Enumerable.Range(0, Many).Select(
                id => Log(index).AppendAsync(LogBench.Batch(1, timestampMs: 1_700_000_000_000, producerId: id, sequence: 0))));
            results.ShouldAllBe(result => result.Error == KafkaError.None);
        }

        await AppendAsync(Log(2), LogBench.Batch(1, timestampMs: 1_700_000_000_000, producerId: Plain, sequence: 0));

        var all = await AskAsync(_ann, "ledger", 0, 1, 2);
        all.Select(answer => (answer.ErrorCode, answer.ActiveProducers.Count)).ShouldBe([(KafkaError.None, Many), (KafkaError.PolicyViolation, 0), (KafkaError.None, 1)]);
        all[1].ErrorMessage.ShouldBe("One answer tells of at most 100000 producers: ask for this partition by itself.");
        (await AskAsync(_ann, "ledger", 1)).Single().ActiveProducers.Count.ShouldBe(Many);
    }

    private Partition Log(int index) => _broker.Broker.Logs.Find(1, "ledger", index)!;

    private static async Task AppendAsync(Partition log, byte[] batch) => (await log.AppendAsync(batch)).Error.ShouldBe(KafkaError.None);

    private static async Task<List<Answer>> AskAsync(SignedInClient client, string topic, params int[] partitions)
    {
        var request = new DescribeProducersRequest { Topics = [new() { Name = topic, PartitionIndexes = partitions }] };
        return (await client.SendAsync<DescribeProducersRequest, DescribeProducersResponse>(request, 0)).Topics.Single().Partitions;
    }

    private static (long Id, int Epoch, int Sequence, long Time, int CoordinatorEpoch, long OpenSince) Said(Answer.Producer producer) => (
        producer.ProducerId, producer.ProducerEpoch, producer.LastSequence, producer.LastTimestamp, producer.CoordinatorEpoch, producer.CurrentTxnStartOffset);
}
