using Hops.Kafka.Tests.Dispatch;
using Hops.Kafka.Tests.Log;
using Hops.Kafka.Tests.Support;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Tests.ListOffsets;

/// <summary>Questions about the ends of a log of three records, dated 1 s, 5 s and 3 s, the first of which was deleted.</summary>
public sealed class SpecialOffsetsTests : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("hops-offsets-").FullName;
    private TestBroker _broker = null!;
    private RawClient _client = null!;

    public async Task InitializeAsync()
    {
        // The second leader: there is an epoch before its own.
        await (await TestBroker.StartAsync(directory: _directory)).DisposeAsync();
        _broker = await TestBroker.StartAsync(directory: _directory);
        await _broker.CreateTopicAsync("ledger");
        var log = _broker.Broker.Logs.Find(0, "ledger", 0)!;
        foreach (var timestampMs in new[] { 1_000, 5_000, 3_000 })
            (await log.AppendAsync(LogBench.Batch(1, timestampMs: timestampMs))).Error.ShouldBe(KafkaError.None);
        (await log.DeleteRecordsAsync(1)).Error.ShouldBe(KafkaError.None);
        _client = new RawClient(_broker.Port);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _broker.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Theory]
    [InlineData(-1, KafkaError.None, 3, -1)]
    [InlineData(-2, KafkaError.None, 1, -1)]
    [InlineData(-3, KafkaError.None, 1, 5_000)]
    [InlineData(-4, KafkaError.None, 1, -1)]
    [InlineData(-5, KafkaError.None, -1, -1)]
    [InlineData(-6, KafkaError.UnsupportedVersion, -1, -1)]
    [InlineData(0, KafkaError.None, 1, 5_000)]
    [InlineData(5_000, KafkaError.None, 1, 5_000)]
    [InlineData(5_001, KafkaError.None, -1, -1)]
    [InlineData(long.MaxValue, KafkaError.None, -1, -1)]
    public async Task Each_time_has_its_offset(long asked, KafkaError error, long offset, long timestampMs)
    {
        var answer = await AskAsync("ledger", new() { Timestamp = asked });

        (answer.ErrorCode, answer.Offset, answer.Timestamp).ShouldBe((error, offset, timestampMs));
    }

    [Theory]
    [InlineData("absent", 0, 0, KafkaError.UnknownTopicOrPartition)]
    [InlineData("ledger", 1, 0, KafkaError.UnknownTopicOrPartition)]
    [InlineData("ledger", -1, 0, KafkaError.UnknownTopicOrPartition)]
    [InlineData("ledger", 0, -1, KafkaError.FencedLeaderEpoch)]
    [InlineData("ledger", 0, 1, KafkaError.UnknownLeaderEpoch)]
    public async Task Who_asks_of_what_is_not_there_or_believes_in_another_leader_is_told(string topic, int partition, int epochsOff, KafkaError error)
    {
        var epoch = _broker.Broker.State.LeaderEpoch;
        epoch.ShouldBeGreaterThan(0);

        var offsets = await AskAsync(topic, new() { PartitionIndex = partition, Timestamp = -1, CurrentLeaderEpoch = epoch + epochsOff });
        var epochs = await EpochAsync(topic, new() { Index = partition, LeaderEpoch = epoch, CurrentLeaderEpoch = epoch + epochsOff });

        (offsets.ErrorCode, offsets.Offset).ShouldBe((error, -1));
        (epochs.ErrorCode, epochs.EndOffset).ShouldBe((error, -1));
    }

    [Fact]
    public async Task The_epoch_of_now_ends_where_the_log_does()
    {
        var epoch = _broker.Broker.State.LeaderEpoch;

        var answer = await EpochAsync("ledger", new() { LeaderEpoch = epoch, CurrentLeaderEpoch = epoch });

        (answer.ErrorCode, answer.LeaderEpoch, answer.EndOffset).ShouldBe((KafkaError.None, epoch, 3));
    }

    [Fact]
    public async Task A_partition_that_is_named_twice_is_answered_once()
    {
        var answers = (await _client.AskAsync<ListOffsetsRequest, ListOffsetsResponse>(
            new() { Topics = [new() { Name = "ledger", Partitions = [new() { Timestamp = -1 }, new() { Timestamp = -2 }] }] }, 7)).Topics.Single().Partitions;

        answers.Select(answer => answer.ErrorCode).ShouldBe([KafkaError.None, KafkaError.InvalidRequest]);
    }

    private async Task<ListOffsetsResponse.Topic.Partition> AskAsync(string topic, ListOffsetsRequest.Topic.Partition partition) =>
        (await _client.AskAsync<ListOffsetsRequest, ListOffsetsResponse>(new() { Topics = [new() { Name = topic, Partitions = [partition] }] }, 9)).Topics.Single().Partitions.Single();

    private async Task<OffsetForLeaderEpochResponse.Topic.Partition> EpochAsync(string topic, OffsetForLeaderEpochRequest.Topic.Partition partition) =>
        (await _client.AskAsync<OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse>(
            new() { Topics = [new() { Name = topic, Partitions = [partition] }] }, 4)).Topics.Single().Partitions.Single();
}
