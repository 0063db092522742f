using Hops.Client.Topics;
using Hops.Kafka;
using Hops.Kafka.Wire;
using Hops.Kafka.Wire.Messages;
using Hops.KafkaCluster.Groups;
using Hops.KafkaCluster.Tests.Support;
using Hops.KafkaCluster.Wire;

namespace Hops.KafkaCluster.Tests.Groups;

/// <summary>Groups of a cluster before Apache Kafka 3.0, which is asked for one group at a time.</summary>
public sealed class OlderGroupsTests
{
    [Fact]
    public async Task Their_coordinator_is_the_broker_that_the_answer_itself_names()
    {
        await using var cluster = new ScriptedCluster(count: 2, controllerId: 1);
        var second = cluster.Brokers[1].Address;
        cluster.First.Offer(ApiKey.FindCoordinator, 3).Answer<FindCoordinatorRequest, FindCoordinatorResponse>(3, request => request.Key == "hops.p.loading"
            ? new FindCoordinatorResponse { ErrorCode = KafkaError.CoordinatorNotAvailable, NodeId = -1, Port = -1 }
            : new FindCoordinatorResponse { NodeId = 2, Host = second.Host, Port = second.Port });

        await cluster.Connection.UseAsync(
            async (connection, limit) =>
            {
                var brokers = await ClusterBrokers.FindAsync(connection, limit);
                (await brokers.CoordinatorAsync("hops.p.loading", limit)).ShouldBeNull();
                (await brokers.CoordinatorAsync("hops.p.g", limit)).ShouldBe(await connection.PeerAsync(second.Host, second.Port, limit));
                return true;
            },
            CancellationToken.None);
    }

    [Theory]
    [InlineData(KafkaError.None)]
    [InlineData(KafkaError.NotCoordinator)]
    public async Task Their_offsets_are_those_of_each_or_it_has_to_be_asked_again(KafkaError ofSecond)
    {
        await using var cluster = new ScriptedCluster(count: 1, controllerId: 1);
        cluster.First.Offer(ApiKey.DescribeGroups, 4).Offer(ApiKey.OffsetFetch, 7)
            .Answer<DescribeGroupsRequest, DescribeGroupsResponse>(4, request => new DescribeGroupsResponse
            {
                Groups = [.. request.Groups.Select(id => new DescribeGroupsResponse.Group { GroupId = id, GroupState = "Empty" })],
            })
            .Answer<OffsetFetchRequest, OffsetFetchResponse>(7, request => request.GroupId == "b" && ofSecond != KafkaError.None
                ? new OffsetFetchResponse { ErrorCode = ofSecond }
                : new OffsetFetchResponse
                {
                    Topics = [new() { Name = "t", Partitions = [new() { PartitionIndex = 0, CommittedOffset = request.GroupId[0] }, new() { PartitionIndex = 1, CommittedOffset = -1 }] }],
                });

        var described = await cluster.Connection.UseAsync(
            async (connection, limit) => (IReadOnlyList<IReadOnlyList<DescribedGroup>?>)[await DescribedGroups.OfAsync(connection, ["a", "b"], limit)], CancellationToken.None);

        if (ofSecond == KafkaError.None)
            described[0]!.Select(group => (group.Id, group.Offsets.ShouldHaveSingleItem())).ShouldBe([("a", ("t", 0, 'a')), ("b", ("t", 0, 'b'))]);
        else
            described[0].ShouldBeNull();
    }
}
