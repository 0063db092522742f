using Hops.Kafka.Tests.Dispatch;
using Hops.Kafka.Tests.Log;
using Hops.Kafka.Tests.Support;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Tests.Cluster;

/// <summary>Ids of producers over the restore of a database that is older than the logs.</summary>
public sealed class ProducerIdsTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("hops-kafka-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task An_id_that_a_log_knows_is_not_given_again_by_an_older_database()
    {
        var (database, backup) = (Path.Combine(_directory, "hops.db"), Path.Combine(_directory, "backup.db"));
        await using (var broker = await StartAsync())
            await broker.CreateTopicAsync("departures");
        File.Copy(database, backup);
        long before;
        await using (var broker = await StartAsync())
            await WriteAsync(broker, before = await NextIdAsync(broker), end: 1);
        File.Move(backup, database, overwrite: true);

        await using var restored = await StartAsync();
        var after = await NextIdAsync(restored);

        after.ShouldBeGreaterThan(before);
        await WriteAsync(restored, after, end: 2);
    }

    [Fact]
    public async Task Ids_that_a_client_has_made_up_are_not_believed()
    {
        const long MadeUp = long.MaxValue - 1;
        long before;
        await using (var broker = await StartAsync())
        {
            await broker.CreateTopicAsync("departures");
            before = await NextIdAsync(broker);
            await WriteAsync(broker, MadeUp, end: 1);
        }

        await using var restarted = await StartAsync();

        (await NextIdAsync(restarted)).ShouldBeInRange(before + 1, before + 1_000_000);
    }

    private Task<TestBroker> StartAsync() => TestBroker.StartAsync(directory: _directory);

    private static async Task<long> NextIdAsync(TestBroker broker)
    {
        using var client = new RawClient(broker.Port);
        return (await client.AskAsync<InitProducerIdRequest, InitProducerIdResponse>(new(), version: 4)).ProducerId;
    }

    /// <summary>Writes the first record of a producer, after which the log ends there.</summary>
    private static async Task WriteAsync(TestBroker broker, long producerId, long end)
    {
        using var client = new RawClient(broker.Port);
        var batch = LogBench.Batch(1, producerId: producerId, sequence: 0, timestampMs: TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        var answer = await client.AskAsync<ProduceRequest, ProduceResponse>(
            new() { Acks = -1, TimeoutMs = 10_000, TopicData = [new() { Name = "departures", PartitionData = [new() { Records = new(batch) }] }] }, version: 11);
        answer.Responses.Single().PartitionResponses.Single().ErrorCode.ShouldBe(KafkaError.None);
        broker.Broker.Logs.Find(0, "departures", 0)!.HighWatermark.ShouldBe(end);
    }
}
