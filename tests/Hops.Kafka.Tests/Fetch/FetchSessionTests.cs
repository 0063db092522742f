using Hops.Core.Identity;
using Hops.Kafka.Tests.Dispatch;
using Hops.Kafka.Tests.Log;
using Hops.Kafka.Tests.Support;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Tests.Fetch;

/// <summary>Incremental fetches (KIP-227), over sockets.</summary>
public sealed class FetchSessionTests : IAsyncLifetime
{
    private TestBroker _broker = null!;
    private RawClient _client = null!;

    public async Task InitializeAsync()
    {
        _broker = await TestBroker.StartAsync(configure: options => options.FetchSessionPartitionsPerTenantMax = 4);
        await _broker.CreateTopicAsync("departures", partitions: 3);
        _client = new RawClient(_broker.Port);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _broker.DisposeAsync();
    }

    [Fact]
    public async Task After_the_first_answer_only_what_is_new_is_said()
    {
        await WriteAsync(1);
        var first = await FetchAsync(0, 0, (0, 0), (1, 0), (2, 0));
        first.SessionId.ShouldBeGreaterThan(0);
        Said(first).ShouldBe(["0 of 0 bytes none", "1 of 1 bytes some", "2 of 0 bytes none"]);

        Said(await FetchAsync(first.SessionId, 1, (1, 1))).ShouldBeEmpty();
        await WriteAsync(2);
        Said(await FetchAsync(first.SessionId, 2)).ShouldBe(["2 of 1 bytes some"]);
        Said(await FetchAsync(first.SessionId, 3)).ShouldBe(["2 of 1 bytes some"], "it was not said to go on");
        Said(await FetchAsync(first.SessionId, 4, (2, 1))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Partitions_come_and_go()
    {
        var first = await FetchAsync(0, 0, (0, 0));
        Said(await FetchAsync(first.SessionId, 1, (1, 0))).ShouldBe(["1 of 0 bytes none"]);
        await WriteAsync(0);
        await WriteAsync(1);

        var forgotten = await SendAsync(Request(first.SessionId, 2), forgotten: 0);
        Said(forgotten).ShouldBe(["1 of 1 bytes some"]);
    }

    [Fact]
    public async Task A_request_out_of_turn_or_of_another_session_is_refused()
    {
        var first = await FetchAsync(0, 0, (0, 0));
        using var other = new RawClient(_broker.Port);

        (await FetchAsync(first.SessionId, 2)).ErrorCode.ShouldBe(KafkaError.InvalidFetchSessionEpoch);
        (await FetchAsync(first.SessionId + 1, 1)).ErrorCode.ShouldBe(KafkaError.FetchSessionIdNotFound);
        (await other.AskAsync<FetchRequest, FetchResponse>(Request(first.SessionId, 1), 12)).ErrorCode.ShouldBe(KafkaError.FetchSessionIdNotFound);
        (await _client.AskAsync<FetchRequest, FetchResponse>(Request(first.SessionId, 1), 13)).ErrorCode.ShouldBe(KafkaError.FetchSessionTopicIdError);
        (await FetchAsync(first.SessionId, 1)).ErrorCode.ShouldBe(KafkaError.None);
        (await FetchAsync(first.SessionId, -1, (0, 0))).SessionId.ShouldBe(0, "it has ended");
        (await FetchAsync(first.SessionId, 2)).ErrorCode.ShouldBe(KafkaError.FetchSessionIdNotFound);
    }

    [Fact]
    public async Task Who_wants_more_than_is_remembered_says_it_every_time()
    {
        await _broker.CreateTopicAsync("arrivals", partitions: 5);
        using var other = new RawClient(_broker.Port);

        (await FetchAsync(0, 0, (0, 0), (1, 0), (2, 0))).SessionId.ShouldBeGreaterThan(0);
        var whole = await other.AskAsync<FetchRequest, FetchResponse>(Request(0, 0, (0, 0), (1, 0)), 12);
        (whole.SessionId, whole.Responses.Single().Partitions.Count).ShouldBe((0, 2));

        await FetchAsync(0, -1, (0, 0));
        (await other.AskAsync<FetchRequest, FetchResponse>(Request(0, 0, (0, 0), (1, 0)), 12)).SessionId.ShouldBeGreaterThan(0, "there is room again");
    }

    [Fact]
    public async Task Partitions_take_turns_where_an_answer_has_no_room_for_all()
    {
        await WriteAsync(0);
        await WriteAsync(1);
        await WriteAsync(2);
        var request = Request(0, 0, (0, 0), (1, 0), (2, 0));
        request.MaxBytes = 1;
        var first = await _client.AskAsync<FetchRequest, FetchResponse>(request, 12);
        var seen = new List<int>();
        for (var epoch = 1; epoch <= 6; epoch++)
        {
            var next = Request(first.SessionId, epoch);
            next.MaxBytes = 1;
            var answer = await _client.AskAsync<FetchRequest, FetchResponse>(next, 12);
            seen.Add(answer.Responses.SelectMany(topic => topic.Partitions).Single(partition => partition.Records.LengthBytes > 0).PartitionIndex);
        }

        seen.ShouldBe([1, 2, 0, 1, 2, 0]);
    }

    [Fact]
    public async Task A_topic_that_goes_is_said_each_time_until_it_is_forgotten()
    {
        var first = await FetchAsync(0, 0, (0, 0));
        await _broker.Store.WriteAsync(write => _broker.Broker.Topics.DeleteInAsync(write, OpenGate.Everybody, 0, "departures"));

        for (var epoch = 1; epoch <= 2; epoch++)
            (await FetchAsync(first.SessionId, epoch)).Responses.Single().Partitions.Single().ErrorCode.ShouldBe(KafkaError.UnknownTopicOrPartition);
        (await SendAsync(Request(first.SessionId, 3), forgotten: 0)).Responses.ShouldBeEmpty();
    }

    private async Task WriteAsync(int partition) => (await _broker.Broker.Logs.Find(0, "departures", partition)!.AppendAsync(LogBench.Batch(1, timestampMs: TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds())))
        .Error.ShouldBe(KafkaError.None);

    private Task<FetchResponse> FetchAsync(int sessionId, int epoch, params (int Partition, long Offset)[] wanted) =>
        _client.AskAsync<FetchRequest, FetchResponse>(Request(sessionId, epoch, wanted), 12);

    private Task<FetchResponse> SendAsync(FetchRequest request, int forgotten)
    {
        request.ForgottenTopicsData = [new() { Topic = "departures", Partitions = [forgotten] }];
        return _client.AskAsync<FetchRequest, FetchResponse>(request, 12);
    }

    private static FetchRequest Request(int sessionId, int epoch, params (int Partition, long Offset)[] wanted)
    {
        var request = new FetchRequest { MaxBytes = 1 << 20, SessionId = sessionId, SessionEpoch = epoch };
        if (wanted.Length > 0)
            request.Topics = [new() { Name = "departures", Partitions = [.. wanted.Select(each => new FetchRequest.Topic.Partition { Index = each.Partition, FetchOffset = each.Offset, PartitionMaxBytes = 1 << 20 })] }];
        return request;
    }

    private static string[] Said(FetchResponse response) =>
    [
        .. response.Responses.SelectMany(topic => topic.Partitions)
            .Select(partition => $"{partition.PartitionIndex} of {partition.HighWatermark} bytes {(partition.Records.LengthBytes > 0 ? "some" : "none")}"),
    ];
}
