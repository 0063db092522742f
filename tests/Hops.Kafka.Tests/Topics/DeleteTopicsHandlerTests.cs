using Hops.Core.Errors;
using Hops.Core.Storage;
using Hops.Kafka.Tests.Dispatch;
using Hops.Kafka.Tests.Support;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Tests.Topics;

public sealed class DeleteTopicsHandlerTests
{
    [Fact]
    public async Task A_topic_is_deleted_on_a_full_disk_by_the_reserve()
    {
        var disk = new SimulatedDisk(1) { CapacityBytes = 10_000_000 };
        disk.CreateDirectory("/data");
        var reserve = DiskReserve.Open(disk, "/data/reserve", 1_000_000, health: null);
        HookedStore? store = null;
        await using var broker = await TestBroker.StartAsync(new TestGate(), reserve: reserve, wrap: inner => store = new HookedStore(inner));
        await broker.CreateTopicAsync("full", tenantId: 1);
        using var client = await SignedInClient.OpenAsync(broker.Port, "red__ann");
        store!.BeforeNextWrite = () => throw new PlatformException(ErrorCode.DiskFull, "full");

        var answer = await client.SendAsync<DeleteTopicsRequest, DeleteTopicsResponse>(new() { Topics = [new() { Name = "full" }] }, 6);
        answer.Responses.Single().ErrorCode.ShouldBe(KafkaError.None);
        reserve.IsGivenUp.ShouldBeTrue();
        broker.Broker.Topics.Snapshot.Find(1, "full").ShouldBeNull();
    }
}
