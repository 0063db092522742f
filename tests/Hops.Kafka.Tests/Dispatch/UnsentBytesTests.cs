using System.Buffers.Binary;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Log;
using Hops.Kafka.Tests.Log;
using Hops.Kafka.Tests.Support;
using Hops.Kafka.Tests.Wire;
using Hops.Kafka.Wire.Messages;
using Hops.Net.Frames;

namespace Hops.Kafka.Tests.Dispatch;

public sealed class UnsentBytesTests
{
    [Fact]
    public void There_is_room_again_when_enough_was_sent()
    {
        var unsent = new UnsentBytes(maxBytes: 150);
        var frames = Enumerable.Range(0, 3).Select(_ => Frame(100)).ToArray();
        unsent.Count(frames[0], account: null);
        unsent.RoomAsync().IsCompleted.ShouldBeTrue();
        unsent.Count(frames[1], account: null);
        unsent.Count(frames[2], account: null);
        var room = unsent.RoomAsync();
        frames[1].Dispose();
        room.IsCompleted.ShouldBeFalse();
        frames[0].Dispose();
        room.IsCompleted.ShouldBeTrue();
        frames[2].Dispose();
        unsent.RoomAsync().IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public async Task A_client_that_asks_on_without_reading_is_answered_as_it_reads()
    {
        const int Fetches = 40;
        const int ValueBytes = 1_000_000;
        await using var broker = await TestBroker.StartAsync(configure: options => options.UnsentMaxBytes = ValueBytes);
        var topic = await broker.CreateTopicAsync("a");
        (await broker.Broker.Logs.Get(topic, 0).AppendAsync(LogBench.Batch(1, valueBytes: ValueBytes))).Error.ShouldBe(KafkaError.None);
        using var client = new RawClient(broker.Port);
        var fetch = new FetchRequest
        {
            MaxBytes = 2 * ValueBytes,
            Topics = [new() { Name = "a", Partitions = [new() { Index = 0, PartitionMaxBytes = 2 * ValueBytes }] }],
        };
        var requests = Enumerable.Range(0, Fetches).SelectMany(id => RawClient.Request<FetchRequest, FetchResponse>(fetch, 4, id));
        await client.Stream.WriteAsync(requests.ToArray());

        for (var id = 0; id < Fetches; id++)
        {
            var frame = await client.ReadAsync();
            BinaryPrimitives.ReadInt32BigEndian(frame).ShouldBe(id);
            frame!.Length.ShouldBeGreaterThan(ValueBytes);
        }
    }

    private static FrameBuilder Frame(int lengthBytes)
    {
        var frame = new FrameBuilder(WireBytes.Pool);
        frame.Reserve(lengthBytes);
        return frame;
    }
}
