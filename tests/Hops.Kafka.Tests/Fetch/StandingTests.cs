using System.Diagnostics;
using Hops.Core.Identity;
using Hops.Kafka.Tests.Dispatch;
using Hops.Kafka.Tests.Log;
using Hops.Kafka.Tests.Support;
using Hops.Kafka.Topics;
using Hops.Kafka.Wire;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Tests.Fetch;

/// <summary>Whoever loses a right while a request waits, and what is kept of what goes out.</summary>
public sealed class StandingTests : IAsyncLifetime
{
    private const long RedProject = 1;
    private const int LongMs = 120_000;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    private readonly TestGate _gate = new();
    private TestBroker _broker = null!;
    private Topic _topic = null!;
    private SignedInClient _ann = null!;

    public async Task InitializeAsync()
    {
        _broker = await TestBroker.StartAsync(_gate);
        _topic = await _broker.CreateTopicAsync("ledger", tenantId: RedProject);
        _ann = await SignedInClient.OpenAsync(_broker.Port, "red__ann");
    }

    public async Task DisposeAsync()
    {
        _ann.Dispose();
        await _broker.DisposeAsync();
    }

    [Theory]
    [InlineData(12)]
    [InlineData(17)]
    public async Task A_fetch_that_waits_delivers_nothing_to_one_who_was_removed_meanwhile(short version)
    {
        var fetch = await WaitingFetchAsync(version);

        _gate.Remove("red__ann");
        await AppendAsync();

        await ShouldEndUnansweredAsync(fetch);
        _gate.Exports.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_fetch_that_waits_for_nothing_ends_with_the_right_too()
    {
        var fetch = await WaitingFetchAsync(17);

        _gate.Remove("red__ann");

        await ShouldEndUnansweredAsync(fetch);
    }

    [Fact]
    public async Task An_owner_who_becomes_a_scientist_while_a_fetch_waits_gets_the_refusal_of_an_export()
    {
        var fetch = await WaitingFetchAsync(17);

        _gate.Demote("red__ann");
        await AppendAsync();

        var partition = (await fetch.WaitAsync(Soon)).Responses.Single().Partitions.Single();
        partition.ErrorCode.ShouldBe(KafkaError.TopicAuthorizationFailed);
        partition.Records.LengthBytes.ShouldBe(0);
        _gate.Exports.ShouldBeEmpty();
        _gate.Refusals.ShouldContain(("red__ann", Operation.Read, new Resource(ResourceKind.Topic, RedProject, "ledger")));
    }

    [Fact]
    public async Task A_member_who_waits_for_the_others_of_a_group_learns_nothing_of_it_after_the_removal()
    {
        using var sam = await SignedInClient.OpenAsync(_broker.Port, "red__sam");
        (await sam.SendAsync<JoinGroupRequest, JoinGroupResponse>(Join(), 3)).ErrorCode.ShouldBe(KafkaError.None);
        var before = _gate.Looks;
        var join = _ann.SendAsync<JoinGroupRequest, JoinGroupResponse>(Join(), 3);
        await LookedAsync(before + 2);

        _gate.Remove("red__ann");

        await ShouldEndUnansweredAsync(join);
    }

    [Theory]
    [InlineData(12)]
    [InlineData(17)]
    public async Task What_a_fetch_sends_out_is_told_to_the_gate_with_its_topic_and_bytes(short version)
    {
        await AppendAsync();

        var answer = await _ann.SendAsync<FetchRequest, FetchResponse>(Fetch(waitMs: 0), version);

        var sent = answer.Responses.Single().Partitions.Single().Records.LengthBytes;
        sent.ShouldBeGreaterThan(0);
        _gate.Exports.ShouldBe([("red__ann", new Resource(ResourceKind.Topic, RedProject, "ledger"), sent)]);
    }

    [Fact]
    public async Task What_is_produced_is_told_to_the_gate_with_its_topic_and_bytes_once_a_request_and_a_refused_batch_is_not()
    {
        var batch = LogBench.Batch(3);
        var broken = batch.ToArray();
        broken[^1] ^= 1;
        var sent = new ProduceRequest.Topic { Name = "ledger", PartitionData = [.. new[] { batch, batch, broken }.Select(each => new ProduceRequest.Topic.Partition { Records = new RecordBytes(each) })] };

        var answer = await _ann.SendAsync<ProduceRequest, ProduceResponse>(new() { Acks = -1, TimeoutMs = LongMs, TopicData = [sent] }, 9);

        answer.Responses.Single().PartitionResponses.Select(part => part.ErrorCode).ShouldBe([KafkaError.None, KafkaError.None, KafkaError.CorruptMessage]);
        _gate.Changes.ShouldBe([("red__ann", "topic.produce", new Resource(ResourceKind.Topic, RedProject, "ledger"), 2L * batch.Length)]);
    }

    [Fact]
    public async Task A_fetch_that_sends_nothing_exports_nothing()
    {
        await _ann.SendAsync<FetchRequest, FetchResponse>(Fetch(waitMs: 0), 17);

        _gate.Exports.ShouldBeEmpty();
    }

    private async Task<Task<FetchResponse>> WaitingFetchAsync(short version)
    {
        var before = _gate.Looks;
        var fetch = _ann.SendAsync<FetchRequest, FetchResponse>(Fetch(LongMs), version);

        // Once as the request begins, once as its wait does.
        await LookedAsync(before + 2);
        fetch.IsCompleted.ShouldBeFalse();
        return fetch;
    }

    private async Task LookedAsync(int count)
    {
        var patience = Stopwatch.StartNew();
        while (_gate.Looks < count)
        {
            patience.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
            await Task.Yield();
        }
    }

    private async Task AppendAsync() =>
        (await _broker.Broker.Logs.Get(_topic, 0).AppendAsync(LogBench.Batch(1))).Error.ShouldBe(KafkaError.None);

    private static async Task ShouldEndUnansweredAsync(Task request) =>
        (await Should.ThrowAsync<InvalidOperationException>(() => request.WaitAsync(Soon))).Message.ShouldStartWith("the broker closed the connection");

    private FetchRequest Fetch(int waitMs) => new()
    {
        MaxWaitMs = waitMs,
        MinBytes = 1,
        MaxBytes = 1 << 20,
        Topics = [new() { Name = _topic.Name, TopicId = _topic.Id, Partitions = [new() { Index = 0, PartitionMaxBytes = 1 << 20 }] }],
    };

    private static JoinGroupRequest Join() => new()
    {
        GroupId = "readers",
        SessionTimeoutMs = 60_000,
        RebalanceTimeoutMs = LongMs,
        MemberId = "",
        ProtocolType = "consumer",
        Protocols = [new() { Name = "range", Metadata = [] }],
    };
}
