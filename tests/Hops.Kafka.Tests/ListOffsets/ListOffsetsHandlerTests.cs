using Hops.Kafka.Records;
using Hops.Kafka.Tests.Dispatch;
using Hops.Kafka.Tests.Log;
using Hops.Kafka.Tests.Support;
using Hops.Kafka.Wire.Messages;
using Hops.Net.Memory;

namespace Hops.Kafka.Tests.ListOffsets;

public sealed class ListOffsetsHandlerTests
{
    [Fact]
    public async Task A_batch_that_does_not_decompress_is_an_error_of_its_partition_and_not_of_the_connection()
    {
        await using var broker = await TestBroker.StartAsync(new TestGate());
        await broker.CreateTopicAsync("a", partitions: 2, tenantId: 1);
        var batch = LogBench.Batch(1, timestampMs: 5_000);
        batch[22] = (byte)CompressionCodec.Gzip;
        RecordBatchHeader.StampCrc(batch);

        // As versions took it that did not look inside.
        (await broker.Broker.Logs.Find(1, "a", 0)!.AppendAsync(batch, RecordBatchHeader.Parse(batch))).Error.ShouldBe(KafkaError.None);
        (await broker.Broker.Logs.Find(1, "a", 1)!.AppendAsync(LogBench.Batch(1, timestampMs: 5_000))).Error.ShouldBe(KafkaError.None);

        using var client = await SignedInClient.OpenAsync(broker.Port, "red__ann");
        var answer = await client.SendAsync<ListOffsetsRequest, ListOffsetsResponse>(
            new() { Topics = [new() { Name = "a", Partitions = [new() { PartitionIndex = 0, Timestamp = 4_000 }, new() { PartitionIndex = 1, Timestamp = 4_000 }] }] }, 7);

        answer.Topics[0].Partitions.Select(partition => (partition.ErrorCode, partition.Offset)).ShouldBe([(KafkaError.InvalidRecord, -1), (KafkaError.None, 0)]);
    }

    [Fact]
    public async Task A_large_request_does_not_keep_the_only_turn_from_its_own_searches()
    {
        await using var broker = await TestBroker.StartAsync(new TestGate());
        await broker.CreateTopicAsync("a", partitions: 1, tenantId: 1);
        (await broker.Broker.Logs.Find(1, "a", 0)!.AppendAsync(LogBench.Batch(1, timestampMs: 5_000))).Error.ShouldBe(KafkaError.None);
        for (var others = 1; others < FairTurns.Suitable; others++)
            await broker.Broker.Turns.TakeAsync(this, CancellationToken.None);
        using var client = await SignedInClient.OpenAsync(broker.Port, "red__ann");

        var answer = await client.SendAsync<ListOffsetsRequest, ListOffsetsResponse>(
            new() { Topics = [new() { Name = "a", Partitions = [.. Enumerable.Range(0, 10_000).Select(index => new ListOffsetsRequest.Topic.Partition { PartitionIndex = index, Timestamp = 4_000 })] }] }, 7);

        (answer.Topics[0].Partitions[0].ErrorCode, answer.Topics[0].Partitions[0].Offset).ShouldBe((KafkaError.None, 0));
        answer.Topics[0].Partitions.Count.ShouldBe(10_000);
    }
}
