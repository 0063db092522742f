using Hops.Kafka.Compression;
using Hops.Kafka.Records;
using Hops.Kafka.Tests.Dispatch;
using Hops.Kafka.Tests.Log;
using Hops.Kafka.Tests.Support;
using Hops.Kafka.Wire;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Tests.Produce;

public sealed class ProduceHandlerTests
{
    [Fact]
    public async Task A_refused_batch_names_its_record_and_the_others_of_the_request_are_taken()
    {
        await using var broker = await TestBroker.StartAsync();
        await broker.CreateTopicAsync("departures", partitions: 2);
        using var client = new RawClient(broker.Port);
        byte[] cut = [.. CraftedBatch.Record(0), .. CraftedBatch.Record(1), .. CraftedBatch.Record(2)[..^5]];
        var request = Request(CraftedBatch.Of(CompressionCodec.Zstd, cut, 3), CraftedBatch.Of(CompressionCodec.Zstd, CraftedBatch.Record(0)));

        var answers = (await client.AskAsync<ProduceRequest, ProduceResponse>(request, 8)).Responses.Single().PartitionResponses;

        answers[0].ErrorCode.ShouldBe(KafkaError.InvalidRecord);
        answers[0].BaseOffset.ShouldBe(-1);
        var error = answers[0].RecordErrors.ShouldHaveSingleItem();
        error.BatchIndex.ShouldBe(2);
        error.BatchIndexErrorMessage.ShouldNotBeNullOrEmpty();
        answers[0].ErrorMessage.ShouldBe(error.BatchIndexErrorMessage);
        answers[1].ErrorCode.ShouldBe(KafkaError.None);
        answers[1].RecordErrors.ShouldBeEmpty();
        broker.Broker.Logs.Find(0, "departures", 0)!.HighWatermark.ShouldBe(0);
        broker.Broker.Logs.Find(0, "departures", 1)!.HighWatermark.ShouldBe(1);
    }

    [Fact]
    public async Task A_wrong_crc_is_a_corrupt_message_as_before()
    {
        await using var broker = await TestBroker.StartAsync();
        await broker.CreateTopicAsync("departures");
        using var client = new RawClient(broker.Port);
        var batch = CraftedBatch.Of(CompressionCodec.None, CraftedBatch.Record(0));
        batch[^1] ^= 1;

        var answer = (await client.AskAsync<ProduceRequest, ProduceResponse>(Request(batch), 9)).Responses.Single().PartitionResponses.Single();

        answer.ErrorCode.ShouldBe(KafkaError.CorruptMessage);
        broker.Broker.Logs.Find(0, "departures", 0)!.HighWatermark.ShouldBe(0);
    }

    [Fact]
    public async Task A_batch_of_a_transaction_is_refused_without_a_transactional_id()
    {
        await using var broker = await TestBroker.StartAsync();
        await broker.CreateTopicAsync("departures");
        using var client = new RawClient(broker.Port);

        var answer = (await client.AskAsync<ProduceRequest, ProduceResponse>(
            Request(LogBench.Batch(1, producerId: 7, sequence: 0, isTransactional: true)), 9)).Responses.Single().PartitionResponses.Single();

        answer.ErrorCode.ShouldBe(KafkaError.TransactionalIdAuthorizationFailed);
        answer.ErrorMessage.ShouldNotBeNull().ShouldContain("no transactional id");
        broker.Broker.Logs.Find(0, "departures", 0)!.HighWatermark.ShouldBe(0);
    }

    private static ProduceRequest Request(params byte[][] batches) => new()
    {
        Acks = -1,
        TimeoutMs = 10_000,
        TopicData =
        [
            new() { Name = "departures", PartitionData = [.. batches.Select((batch, index) => new ProduceRequest.Topic.Partition { Index = index, Records = new RecordBytes(batch) })] },
        ],
    };
}
