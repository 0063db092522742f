using Hops.Core.Identity;
using Hops.Kafka.Tests.Dispatch;
using Hops.Kafka.Tests.Support;
using Hops.Kafka.Wire;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Tests.Cluster;

public sealed class DescribeLogDirsHandlerTests : IAsyncLifetime
{
    private readonly TestGate _gate = new();
    private TestBroker _broker = null!;
    private SignedInClient _ann = null!;
    private SignedInClient _bob = null!;

    public async Task InitializeAsync()
    {
        _broker = await TestBroker.StartAsync(_gate);
        await _broker.CreateTopicAsync("ledger", partitions: 2, tenantId: 1);
        await _broker.CreateTopicAsync("sealed", tenantId: 1);
        await _broker.CreateTopicAsync("own", tenantId: 2);
        _ann = await SignedInClient.OpenAsync(_broker.Port, "red__ann");
        _bob = await SignedInClient.OpenAsync(_broker.Port, "blue__bob");
        await AccessProbes.All[ApiKey.Produce](_ann, new AccessTarget("ledger", Guid.Empty));
    }

    public async Task DisposeAsync()
    {
        _ann.Dispose();
        _bob.Dispose();
        await _broker.DisposeAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public async Task The_topics_of_the_project_have_the_size_of_their_logs(short version)
    {
        var directory = (await AskAsync(_ann, new() { Topics = null }, version)).Results.Single();

        directory.LogDir.ShouldBe("topics", "no path of the machine");
        directory.TotalBytes.ShouldBe(-1);
        directory.UsableBytes.ShouldBe(-1);
        var topic = directory.Topics.Single();
        topic.Name.ShouldBe("ledger");
        topic.Partitions.Select(partition => partition.PartitionIndex).ShouldBe([0, 1]);
        topic.Partitions[0].PartitionSize.ShouldBe(_broker.Broker.Logs.Find(1, "ledger", 0)!.SizeBytes);
        topic.Partitions[0].PartitionSize.ShouldBeGreaterThan(0);
        topic.Partitions[1].PartitionSize.ShouldBe(0);
    }

    [Fact]
    public async Task What_is_asked_for_is_told_once_and_what_is_not_there_not_at_all()
    {
        DescribeLogDirsRequest.Topic[] asked =
        [
            new() { Name = "ledger", Partitions = [1, 1, 7, -1] },
            new() { Name = "ledger", Partitions = [1] },
            new() { Name = "absent", Partitions = [0] },
            new() { Name = "sealed", Partitions = [0] },
            new() { Name = "own", Partitions = [0] },
        ];

        var topic = (await AskAsync(_ann, new() { Topics = [.. asked] })).Results.Single().Topics.Single();

        topic.Name.ShouldBe("ledger");
        topic.Partitions.Single().PartitionIndex.ShouldBe(1);
    }

    [Fact]
    public async Task A_borrowed_topic_takes_no_room_of_the_borrower()
    {
        _gate.Lend("blue__bob", "red", new Resource(ResourceKind.Topic, 1, "ledger"));

        (await AskAsync(_bob, new() { Topics = null })).Results.Single().Topics.Select(topic => topic.Name).ShouldBe(["own"]);
        (await AskAsync(_bob, new() { Topics = [new() { Name = "red.ledger", Partitions = [0] }] })).Results.Single().Topics.ShouldBeEmpty();
    }

    private static Task<DescribeLogDirsResponse> AskAsync(SignedInClient client, DescribeLogDirsRequest request, short version = 4) =>
        client.SendAsync<DescribeLogDirsRequest, DescribeLogDirsResponse>(request, version);
}
