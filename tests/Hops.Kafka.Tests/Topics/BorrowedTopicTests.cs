using System.Diagnostics;
using Hops.Core.Identity;
using Hops.Kafka.Tests.Dispatch;
using Hops.Kafka.Tests.Log;
using Hops.Kafka.Tests.Support;
using Hops.Kafka.Topics;
using Hops.Kafka.Wire;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Tests.Topics;

/// <summary>A topic that another project lends, under the name <c>owner.topic</c>, and what is left of it when it is taken back.</summary>
public sealed class BorrowedTopicTests : IAsyncLifetime
{
    private const long Red = 1;
    private const long Blue = 2;
    private const string Name = "red.ledger";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TestGate _gate = new();
    private TestBroker _broker = null!;
    private Topic _topic = null!;
    private SignedInClient _bob = null!;

    public async Task InitializeAsync()
    {
        _broker = await TestBroker.StartAsync(_gate);
        _topic = await _broker.CreateTopicAsync("ledger", tenantId: Red);
        await _broker.CreateTopicAsync("other", tenantId: Red);
        await _broker.CreateTopicAsync("own", tenantId: Blue);
        _bob = await SignedInClient.OpenAsync(_broker.Port, "blue__bob");
    }

    public async Task DisposeAsync()
    {
        _bob.Dispose();
        await _broker.DisposeAsync();
    }

    [Fact]
    public async Task Is_listed_and_described_by_that_name_and_by_its_id_while_it_is_lent()
    {
        (await NamesAsync()).ShouldBe(["own"]);
        Lend();
        (await NamesAsync()).ShouldBe(["own", Name]);
        var byId = await _bob.SendAsync<MetadataRequest, MetadataResponse>(new() { Topics = [new() { TopicId = _topic.Id }] }, 12);
        byId.Topics.Single().Name.ShouldBe(Name);

        TakeBack();

        (await NamesAsync()).ShouldBe(["own"]);
        byId = await _bob.SendAsync<MetadataRequest, MetadataResponse>(new() { Topics = [new() { TopicId = _topic.Id }] }, 12);
        byId.Topics.Single().ErrorCode.ShouldBe(KafkaError.UnknownTopicId);
    }

    [Fact]
    public async Task Is_produced_to_and_read_in_its_place()
    {
        Lend();
        (await ProduceAsync(Name)).ShouldBe(KafkaError.None);

        (await _bob.SendAsync<FetchRequest, FetchResponse>(Fetch(0, Name), 12)).Responses.Single().Partitions.Single().Records.LengthBytes.ShouldBeGreaterThan(0);
        using var ann = await SignedInClient.OpenAsync(_broker.Port, "red__ann");
        (await ann.SendAsync<FetchRequest, FetchResponse>(Fetch(0, "ledger"), 12)).Responses.Single().Partitions.Single().HighWatermark.ShouldBe(1);
        _gate.Exports.ShouldContain(export => export.Name == "blue__bob" && export.Resource == new Resource(ResourceKind.Topic, Red, "ledger"));
    }

    [Fact]
    public async Task Offsets_of_its_borrower_are_its_borrowers()
    {
        Lend();
        var commit = new OffsetCommitRequest
        {
            GroupId = "readers",
            Topics = [new() { Name = Name, Partitions = [new() { PartitionIndex = 0, CommittedOffset = 7 }] }],
        };
        (await _bob.SendAsync<OffsetCommitRequest, OffsetCommitResponse>(commit, 7)).Topics.Single().Partitions.Single().ErrorCode.ShouldBe(KafkaError.None);

        var all = await _bob.SendAsync<OffsetFetchRequest, OffsetFetchResponse>(new() { GroupId = "readers", Topics = null }, 5);
        all.Topics.Single().Name.ShouldBe(Name);
        using var ann = await SignedInClient.OpenAsync(_broker.Port, "red__ann");
        (await ann.SendAsync<OffsetFetchRequest, OffsetFetchResponse>(new() { GroupId = "readers", Topics = null }, 5)).Topics.ShouldBeEmpty();

        TakeBack();
        (await _bob.SendAsync<OffsetFetchRequest, OffsetFetchResponse>(new() { GroupId = "readers", Topics = null }, 5)).Topics.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(12)]
    [InlineData(17)]
    public async Task A_fetch_that_waits_for_it_ends_without_a_record_when_it_is_taken_back(short version)
    {
        Lend();
        var fetch = await WaitingFetchAsync(version, Fetch(120_000, Name));

        TakeBack();
        (await _broker.Broker.Logs.Get(_topic, 0).AppendAsync(LogBench.Batch(1))).Error.ShouldBe(KafkaError.None);

        var partition = (await fetch.WaitAsync(Patience)).Responses.Single().Partitions.Single();
        partition.ErrorCode.ShouldBe(version > 12 ? KafkaError.UnknownTopicId : KafkaError.UnknownTopicOrPartition);
        partition.Records.LengthBytes.ShouldBe(0);
        _gate.Exports.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_fetch_that_waits_for_topics_of_its_own_too_ends_when_the_borrowed_one_is_taken_back()
    {
        Lend();
        var fetch = await WaitingFetchAsync(12, Fetch(120_000, "own", Name));

        TakeBack();

        var answers = (await fetch.WaitAsync(Patience)).Responses;
        answers.Select(answer => answer.Partitions.Single().ErrorCode).ShouldBe([KafkaError.None, KafkaError.UnknownTopicOrPartition]);
    }

    [Fact]
    public async Task What_is_not_lent_of_the_same_project_is_not_there()
    {
        Lend();
        (await ProduceAsync("red.other")).ShouldBe(KafkaError.UnknownTopicOrPartition);
        (await ProduceAsync("ledger")).ShouldBe(KafkaError.UnknownTopicOrPartition);
        TakeBack();
        (await ProduceAsync(Name)).ShouldBe(KafkaError.UnknownTopicOrPartition);
    }

    private void Lend() => _gate.Lend("blue__bob", "red", new Resource(ResourceKind.Topic, Red, "ledger"));

    private void TakeBack() => _gate.Lend("blue__bob", "red", null);

    private async Task<List<string?>> NamesAsync() =>
        [.. (await _bob.SendAsync<MetadataRequest, MetadataResponse>(new() { Topics = null }, 9)).Topics.Select(topic => topic.Name)];

    private async Task<KafkaError> ProduceAsync(string topic)
    {
        var sent = new ProduceRequest.Topic { Name = topic, PartitionData = [new() { Records = new RecordBytes(LogBench.Batch(1)) }] };
        var answer = await _bob.SendAsync<ProduceRequest, ProduceResponse>(new() { Acks = -1, TimeoutMs = 60_000, TopicData = [sent] }, 9);
        return answer.Responses.Single().PartitionResponses.Single().ErrorCode;
    }

    private async Task<Task<FetchResponse>> WaitingFetchAsync(short version, FetchRequest request)
    {
        var before = _gate.Looks;
        var fetch = _bob.SendAsync<FetchRequest, FetchResponse>(request, version);

        // Once as the request begins, once for each watch of its wait.
        var patience = Stopwatch.StartNew();
        while (_gate.Looks < before + 1 + request.Topics.Count)
        {
            patience.Elapsed.ShouldBeLessThan(Patience);
            await Task.Yield();
        }

        fetch.IsCompleted.ShouldBeFalse();
        return fetch;
    }

    private FetchRequest Fetch(int waitMs, params string[] names) => new()
    {
        MaxWaitMs = waitMs,
        MinBytes = 1,
        MaxBytes = 1 << 20,
        Topics = [.. names.Select(name => new FetchRequest.Topic { Name = name, TopicId = _topic.Id, Partitions = [new() { Index = 0, PartitionMaxBytes = 1 << 20 }] })],
    };
}
