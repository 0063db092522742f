using Hops.Core.Health;
using Hops.Kafka.Tests.Dispatch;
using Hops.Kafka.Tests.Log;
using Hops.Kafka.Tests.Support;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Tests.Topics;

public sealed class LostLogTests
{
    [Fact]
    public async Task Clients_are_told_that_a_partition_whose_log_is_gone_cannot_be_served_and_the_other_is()
    {
        var directory = Directory.CreateTempSubdirectory("hops-lost-").FullName;
        var nowMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        Guid id;
        await using (var before = await TestBroker.StartAsync(new TestGate(), directory: directory))
        {
            var topic = await before.CreateTopicAsync("a", partitions: 2, tenantId: 1);
            id = topic.Id;
            for (var index = 0; index < 2; index++)
                (await before.Broker.Logs.Get(topic, index).AppendAsync(LogBench.Batch(3, timestampMs: nowMs))).Error.ShouldBe(KafkaError.None);
        }

        File.Delete(Path.Combine(directory, "topics", $"{id:N}", "0", "00000000000000000000.log"));
        var health = new HealthBoard();
        await using (var after = await TestBroker.StartAsync(new TestGate(), directory: directory, health: health))
        {
            using var client = await SignedInClient.OpenAsync(after.Port, "red__ann");
            var metadata = await client.SendAsync<MetadataRequest, MetadataResponse>(new() { Topics = [new() { Name = "a" }] }, 12);
            metadata.Topics[0].Partitions.Select(partition => partition.ErrorCode).ShouldBe([KafkaError.KafkaStorageError, KafkaError.None]);

            var fetched = await client.SendAsync<FetchRequest, FetchResponse>(
                new()
                {
                    MaxBytes = 1 << 20,
                    Topics = [new() { Name = "a", Partitions = [Wanted(0), Wanted(1)] }],
                },
                11);
            fetched.Responses[0].Partitions.Select(partition => partition.ErrorCode).ShouldBe([KafkaError.KafkaStorageError, KafkaError.None]);
        }

        health.Findings.ShouldHaveSingleItem().Subject.ShouldBe("topic a of project 1 partition 0");
        Directory.Delete(directory, recursive: true);
    }

    private static FetchRequest.Topic.Partition Wanted(int index) =>
        new() { Index = index, FetchOffset = 0, PartitionMaxBytes = 1 << 20, CurrentLeaderEpoch = -1 };
}
