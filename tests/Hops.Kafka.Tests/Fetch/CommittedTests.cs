using Hops.Kafka.Log;
using Hops.Kafka.Tests.Dispatch;
using Hops.Kafka.Tests.Log;
using Hops.Kafka.Tests.Support;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Tests.Fetch;

/// <summary>Fetch and ListOffsets with the isolation level of who reads what is committed (KIP-98).</summary>
public sealed class CommittedTests
{
    private const long Producer = 7;
    private const sbyte Uncommitted = 0;
    private const sbyte Committed = 1;

    [Fact]
    public async Task What_is_open_is_not_read_and_what_was_aborted_is_named()
    {
        await using var broker = await TestBroker.StartAsync();
        await broker.CreateTopicAsync("departures");
        using var client = new RawClient(broker.Port);
        var log = broker.Broker.Logs.Find(0, "departures", 0)!;
        await WriteAsync(log, sequence: 0);
        await log.AppendMarkerAsync(Producer, 0, 0, isCommit: false);
        await WriteAsync(log, sequence: 1);

        var committed = await FetchAsync(client, offset: 0, Committed);
        (committed.LastStableOffset, committed.HighWatermark, EndOf(committed)).ShouldBe((2, 3, 2));
        var aborted = committed.AbortedTransactions.ShouldNotBeNull().ShouldHaveSingleItem();
        (aborted.ProducerId, aborted.FirstOffset).ShouldBe((Producer, 0));
        (await OffsetAsync(client, -1, Committed)).ShouldBe(2);
        (await OffsetAsync(client, -3, Committed)).ShouldBe(-1, "the newest record is not committed");

        var uncommitted = await FetchAsync(client, offset: 0, Uncommitted);
        (uncommitted.LastStableOffset, uncommitted.HighWatermark, EndOf(uncommitted)).ShouldBe((2, 3, 3));
        uncommitted.AbortedTransactions.ShouldBeNull();
        (await OffsetAsync(client, -1, Uncommitted)).ShouldBe(3);
    }

    [Fact]
    public async Task A_fetch_that_waits_is_answered_when_the_transaction_ends()
    {
        await using var broker = await TestBroker.StartAsync();
        await broker.CreateTopicAsync("departures");
        using var client = new RawClient(broker.Port);
        var log = broker.Broker.Logs.Find(0, "departures", 0)!;
        await WriteAsync(log, sequence: 0);

        var waiting = FetchAsync(client, offset: 0, Committed, maxWaitMs: 30_000);
        await WriteAsync(log, sequence: 1);
        waiting.IsCompleted.ShouldBeFalse();
        await log.AppendMarkerAsync(Producer, 0, 0, isCommit: true);

        var answer = await waiting.WaitAsync(TimeSpan.FromSeconds(20));
        (answer.LastStableOffset, EndOf(answer)).ShouldBe((3, 3));
        answer.AbortedTransactions.ShouldBe([]);
    }

    private static async Task WriteAsync(Partition log, int sequence) =>
        (await log.AppendAsync(LogBench.Batch(1, producerId: Producer, sequence: sequence, timestampMs: TimeProvider.System.GetUtcNow().AddSeconds(sequence).ToUnixTimeMilliseconds(), isTransactional: true)))
            .Error.ShouldBe(KafkaError.None);

    private static async Task<FetchResponse.Topic.Partition> FetchAsync(RawClient client, long offset, sbyte isolation, int maxWaitMs = 0)
    {
        var request = new FetchRequest
        {
            MaxWaitMs = maxWaitMs,
            MinBytes = 1,
            MaxBytes = 1 << 20,
            IsolationLevel = isolation,
            SessionEpoch = -1,
            Topics = [new() { Name = "departures", Partitions = [new() { FetchOffset = offset, PartitionMaxBytes = 1 << 20 }] }],
        };
        var answer = (await client.AskAsync<FetchRequest, FetchResponse>(request, 11)).Responses.Single().Partitions.Single();
        answer.ErrorCode.ShouldBe(KafkaError.None);
        return answer;
    }

    private static async Task<long> OffsetAsync(RawClient client, long time, sbyte isolation)
    {
        var request = new ListOffsetsRequest { IsolationLevel = isolation, Topics = [new() { Name = "departures", Partitions = [new() { Timestamp = time }] }] };
        return (await client.AskAsync<ListOffsetsRequest, ListOffsetsResponse>(request, 7)).Topics.Single().Partitions.Single().Offset;
    }

    private static long EndOf(FetchResponse.Topic.Partition answer) => LogBench.EndOf(answer.Records.ToMemory());
}
