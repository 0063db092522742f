using Hops.Kafka.Tests.Support;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Tests.Dispatch;

/// <summary>Answers that are larger than their question are given once each: a request of some bytes per name must not fill the memory.</summary>
public sealed class RepetitionTests
{
    private const int Times = 2_000;

    [Fact]
    public async Task What_is_named_many_times_is_described_once()
    {
        await using var broker = await TestBroker.StartAsync(new TestGate());
        await broker.CreateTopicAsync("a", partitions: 3, tenantId: 1);
        using var client = await SignedInClient.OpenAsync(broker.Port, "red__ann");

        var metadata = await client.SendAsync<MetadataRequest, MetadataResponse>(
            new() { Topics = [.. Repeat(() => new MetadataRequest.Topic { Name = "a" }), new() { Name = "b" }] }, 12);
        metadata.Topics.Select(topic => topic.Name).ShouldBe(["a", "b"]);

        var groups = await client.SendAsync<DescribeGroupsRequest, DescribeGroupsResponse>(new() { Groups = [.. Repeat(() => "g"), "h"] }, 5);
        groups.Groups.Select(group => group.GroupId).ShouldBe(["g", "h"]);

        var offsets = await client.SendAsync<OffsetFetchRequest, OffsetFetchResponse>(
            new() { Groups = [.. Repeat(() => new OffsetFetchRequest.Group { GroupId = "g" }), new() { GroupId = "h" }] }, 8);
        offsets.Groups.Select(group => group.GroupId).ShouldBe(["g", "h"]);

        var configs = await client.SendAsync<DescribeConfigsRequest, DescribeConfigsResponse>(
            new() { Resources = [.. Repeat(() => new DescribeConfigsRequest.Resource { ResourceType = 2, ResourceName = "a" })] }, 4);
        configs.Results.Select(result => result.ResourceName).ShouldBe(["a"]);
    }

    private static IEnumerable<T> Repeat<T>(Func<T> make) => Enumerable.Range(0, Times).Select(_ => make());
}
