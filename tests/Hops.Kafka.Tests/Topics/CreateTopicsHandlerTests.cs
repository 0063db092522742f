using System.Globalization;
using Hops.Kafka.Tests.Dispatch;
using Hops.Kafka.Tests.Support;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Tests.Topics;

public sealed class CreateTopicsHandlerTests
{
    [Theory]
    [InlineData("!a", 1, 1, null, null, KafkaError.InvalidTopic)]
    [InlineData("", 1, 1, null, null, KafkaError.InvalidTopic)]
    [InlineData("..", 1, 1, null, null, KafkaError.InvalidTopic)]
    [InlineData("a", 0, 1, null, null, KafkaError.InvalidPartitions)]
    [InlineData("a", -2, 1, null, null, KafkaError.InvalidPartitions)]
    [InlineData("a", 1_001, 1, null, null, KafkaError.InvalidPartitions)]
    [InlineData("a", 1, 0, null, null, KafkaError.InvalidReplicationFactor)]
    [InlineData("a", 1, 4, null, null, KafkaError.InvalidReplicationFactor)]
    [InlineData("a", 1, 1, "no.such.setting", "1", KafkaError.InvalidConfig)]
    [InlineData("a", 1, 1, "retention.ms", "soon", KafkaError.InvalidConfig)]
    public async Task A_topic_that_cannot_be_is_refused_before_the_one_writer_is_asked(
        string name, int partitions, short replicas, string? setting, string? value, KafkaError error)
    {
        HookedStore? store = null;
        await using var broker = await TestBroker.StartAsync(wrap: inner => store = new HookedStore(inner));
        using var client = new RawClient(broker.Port);
        store!.BeforeNextWrite = () => throw new InvalidOperationException("the writer was asked");
        var asked = new CreateTopicsRequest.Topic { Name = name, NumPartitions = partitions, ReplicationFactor = replicas };
        if (setting is not null)
            asked.Configs.Add(new() { Name = setting, Value = value });

        var answer = (await client.AskAsync<CreateTopicsRequest, CreateTopicsResponse>(new() { Topics = [asked] }, 5)).Topics.Single();

        answer.ErrorCode.ShouldBe(error);
        answer.ErrorMessage.ShouldNotBeNullOrEmpty();
        broker.Broker.Topics.Snapshot.Find(0, name).ShouldBeNull();
    }

    [Theory]
    [InlineData("0:1 1:1", -1, -1, KafkaError.None)]
    [InlineData("1:1 0:1", -1, -1, KafkaError.None)]
    [InlineData("0:1 2:1", -1, -1, KafkaError.InvalidReplicaAssignment)]
    [InlineData("0:1 0:1", -1, -1, KafkaError.InvalidReplicaAssignment)]
    [InlineData("0:2", -1, -1, KafkaError.InvalidReplicaAssignment)]
    [InlineData("0:", -1, -1, KafkaError.InvalidReplicaAssignment)]
    [InlineData("0:1 1:1", 2, -1, KafkaError.InvalidRequest)]
    [InlineData("0:1 1:1", -1, 1, KafkaError.InvalidRequest)]
    public async Task Places_of_partitions_are_of_each_partition_once_and_here(string places, int partitions, short replicas, KafkaError error)
    {
        await using var broker = await TestBroker.StartAsync();
        using var client = new RawClient(broker.Port);
        var assignments = places.Split(' ').Select(place => place.Split(':')).Select(place => new CreateTopicsRequest.Topic.Assignment
        {
            PartitionIndex = int.Parse(place[0], CultureInfo.InvariantCulture),
            BrokerIds = place[1].Length == 0 ? [] : [int.Parse(place[1], CultureInfo.InvariantCulture)],
        });

        var answer = (await client.AskAsync<CreateTopicsRequest, CreateTopicsResponse>(
            new() { Topics = [new() { Name = "a", NumPartitions = partitions, ReplicationFactor = replicas, Assignments = [.. assignments] }] }, 5)).Topics.Single();

        answer.ErrorCode.ShouldBe(error, answer.ErrorMessage);
        broker.Broker.Topics.Snapshot.Find(0, "a")?.PartitionCount.ShouldBe(2);
        (broker.Broker.Topics.Snapshot.Find(0, "a") is null).ShouldBe(error != KafkaError.None);
    }

    [Fact]
    public async Task More_topics_than_a_project_may_have_are_refused_and_no_other_project_is()
    {
        await using var broker = await TestBroker.StartAsync(new TestGate(), options => options.TopicsPerTenantMax = 3);
        using var red = await SignedInClient.OpenAsync(broker.Port, "red__ann");
        using var blue = await SignedInClient.OpenAsync(broker.Port, "blue__bob");

        (await CreateAsync(red, "a", "b")).ShouldBe([KafkaError.None, KafkaError.None]);
        (await CreateAsync(red, "c", "d", "e")).ShouldBe([KafkaError.None, KafkaError.PolicyViolation, KafkaError.PolicyViolation]);
        (await CreateAsync(red, "f")).ShouldBe([KafkaError.PolicyViolation], "nor in a request of its own");
        (await CreateAsync(blue, "a", "b", "c")).ShouldAllBe(error => error == KafkaError.None);

        static async Task<KafkaError[]> CreateAsync(SignedInClient client, params string[] names)
        {
            var request = new CreateTopicsRequest { Topics = [.. names.Select(name => new CreateTopicsRequest.Topic { Name = name, NumPartitions = 1, ReplicationFactor = 1 })] };
            return [.. (await client.SendAsync<CreateTopicsRequest, CreateTopicsResponse>(request, 5)).Topics.Select(topic => topic.ErrorCode)];
        }
    }
}
