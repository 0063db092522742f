using Hops.Core.Identity;
using Hops.Kafka.Cluster;
using Hops.Kafka.Tests.Dispatch;
using Hops.Kafka.Tests.Support;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Tests.Cluster;

/// <summary>Topics described in pages, as the Java clients of Kafka 4 ask for them.</summary>
public sealed class DescribeTopicPartitionsHandlerTests : IAsyncLifetime
{
    private const long Red = 1;
    private readonly TestGate _gate = new();
    private TestBroker _broker = null!;
    private SignedInClient _ann = null!;

    public async Task InitializeAsync()
    {
        _broker = await TestBroker.StartAsync(_gate);
        await _broker.CreateTopicAsync("c", partitions: 3, tenantId: Red);
        await _broker.CreateTopicAsync("a", partitions: 2, tenantId: Red);
        await _broker.CreateTopicAsync("b", partitions: 4, tenantId: Red);
        await _broker.CreateTopicAsync("sealed", partitions: 4, tenantId: Red);
        await _broker.CreateTopicAsync("b.other", partitions: 4, tenantId: 2);
        _ann = await SignedInClient.OpenAsync(_broker.Port, "red__ann");
    }

    public async Task DisposeAsync()
    {
        _ann.Dispose();
        await _broker.DisposeAsync();
    }

    [Fact]
    public async Task All_topics_that_the_caller_may_know_of_come_in_the_order_of_their_names()
    {
        var answer = await AskAsync(new());

        answer.Topics.Select(topic => (topic.Name, topic.Partitions.Count)).ShouldBe([("a", 2), ("b", 4), ("c", 3)]);
        answer.NextCursor.ShouldBeNull();
        answer.Topics[0].Partitions[1].ShouldSatisfyAllConditions(
            partition => partition.PartitionIndex.ShouldBe(1),
            partition => partition.LeaderId.ShouldBe(1),
            partition => partition.ReplicaNodes.ShouldBe([1]),
            partition => partition.IsrNodes.ShouldBe([1]));
        answer.Topics[0].TopicAuthorizedOperations.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(9)]
    public async Task Pages_of_any_size_say_each_partition_once(int partitionsMax)
    {
        foreach (var names in new string[][] { [], ["c", "b", "absent", "a", "b"] })
        {
            var seen = new List<(string?, int)>();
            var missing = new List<string?>();
            TopicPartitionCursor? cursor = null;
            do
            {
                var page = await AskAsync(new() { Topics = [.. names.Select(name => new DescribeTopicPartitionsRequest.Topic { Name = name })], ResponsePartitionLimit = partitionsMax, Cursor = cursor });
                page.Topics.Sum(topic => topic.Partitions.Count).ShouldBeLessThanOrEqualTo(partitionsMax);
                seen.AddRange(page.Topics.SelectMany(topic => topic.Partitions.Select(partition => (topic.Name, partition.PartitionIndex))));
                missing.AddRange(page.Topics.Where(topic => topic.ErrorCode == KafkaError.UnknownTopicOrPartition).Select(topic => topic.Name));
                cursor = page.NextCursor;
            }
            while (cursor is not null);

            seen.ShouldBe([("a", 0), ("a", 1), ("b", 0), ("b", 1), ("b", 2), ("b", 3), ("c", 0), ("c", 1), ("c", 2)]);
            missing.ShouldBe(names.Length == 0 ? [] : ["absent"]);
        }
    }

    [Theory]
    [InlineData("absent", KafkaError.UnknownTopicOrPartition)]
    [InlineData("b.other", KafkaError.UnknownTopicOrPartition)]
    [InlineData("sealed", KafkaError.UnknownTopicOrPartition)]
    [InlineData("no such name", KafkaError.InvalidTopic)]
    public async Task A_topic_that_the_caller_may_not_know_of_looks_as_if_there_were_none(string name, KafkaError error)
    {
        var topic = (await AskAsync(new() { Topics = [new() { Name = name }] })).Topics.Single();

        topic.ErrorCode.ShouldBe(error);
        topic.TopicId.ShouldBe(Guid.Empty);
        topic.Partitions.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_borrowed_topic_has_its_place_by_the_name_that_the_borrower_knows()
    {
        _gate.Lend("red__ann", "blue", new Resource(ResourceKind.Topic, 2, "b.other"));

        (await AskAsync(new())).Topics.Select(topic => topic.Name).ShouldBe(["a", "b", "blue.b.other", "c"]);
    }

    [Fact]
    public async Task A_page_has_a_bound_whatever_is_asked_for()
    {
        await _broker.CreateTopicAsync("d", partitions: 1000, tenantId: Red);
        await _broker.CreateTopicAsync("e", partitions: 1000, tenantId: Red);

        var page = await AskAsync(new() { ResponsePartitionLimit = int.MaxValue });

        page.Topics.Sum(topic => topic.Partitions.Count).ShouldBe(DescribeTopicPartitionsHandler.PartitionsMax);
        page.NextCursor.ShouldNotBeNull().TopicName.ShouldBe("e");
    }

    [Fact]
    public async Task A_cursor_that_makes_no_sense_is_refused_and_one_behind_the_end_finds_nothing()
    {
        (await AskAsync(new() { Cursor = new() { TopicName = "a", PartitionIndex = -1 } })).Topics.Single().ErrorCode.ShouldBe(KafkaError.InvalidRequest);
        (await AskAsync(new() { Topics = [new() { Name = "b" }], Cursor = new() { PartitionIndex = -1 } })).Topics.Single().ErrorCode.ShouldBe(KafkaError.InvalidRequest);
        (await AskAsync(new() { Cursor = new() { TopicName = "z" } })).Topics.ShouldBeEmpty();
        (await AskAsync(new() { Cursor = new() { TopicName = "c", PartitionIndex = 99 } })).Topics.SelectMany(topic => topic.Partitions).ShouldBeEmpty();
    }

    private Task<DescribeTopicPartitionsResponse> AskAsync(DescribeTopicPartitionsRequest request) =>
        _ann.SendAsync<DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse>(request, 0);
}
