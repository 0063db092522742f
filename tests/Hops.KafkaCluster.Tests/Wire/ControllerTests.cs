using Hops.Kafka;
using Hops.Kafka.Wire;
using Hops.Kafka.Wire.Messages;
using Hops.KafkaCluster.Tests.Support;
using Hops.KafkaCluster.Topics;

namespace Hops.KafkaCluster.Tests.Wire;

/// <summary>Who is asked to change a cluster. With ZooKeeper every broker but the controller answers NOT_CONTROLLER.</summary>
public sealed class ControllerTests
{
    private const ApiKey DescribeQuorum = (ApiKey)55;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_cluster_with_ZooKeeper_is_changed_by_its_controller(int controller)
    {
        await using var cluster = new ScriptedCluster(count: 2, controller);
        for (var id = 1; id <= 2; id++)
        {
            var error = id == controller ? KafkaError.None : KafkaError.NotController;
            cluster.Brokers[id - 1].Offer(ApiKey.CreateTopics, 6).Answer<CreateTopicsRequest, CreateTopicsResponse>(6, request => Created(request, error));
        }

        (await CreateAsync(cluster)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_cluster_without_ZooKeeper_is_changed_by_the_broker_at_hand_which_passes_it_on()
    {
        await using var cluster = new ScriptedCluster(count: 2, controllerId: 2);
        cluster.First.Offer(DescribeQuorum, 0).Offer(ApiKey.CreateTopics, 7).Answer<CreateTopicsRequest, CreateTopicsResponse>(7, request => Created(request, KafkaError.None));

        (await CreateAsync(cluster)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_cluster_that_has_no_controller_at_the_moment_says_so_itself()
    {
        await using var cluster = new ScriptedCluster(count: 2, controllerId: -1);
        cluster.First.Answer<CreateTopicsRequest, CreateTopicsResponse>(7, request => Created(request, KafkaError.NotController));

        (await Should.ThrowAsync<Core.Errors.PlatformException>(() => CreateAsync(cluster))).Message.ShouldContain(nameof(KafkaError.NotController));
    }

    private static Task<Dictionary<string, (KafkaError Error, string Message)>> CreateAsync(ScriptedCluster cluster) => ClusterTopics.CreateAsync(
        cluster.Connection, [new TopicWish("hops.p.t", 1, null, new Dictionary<string, string>())], isCheck: false, CancellationToken.None);

    private static CreateTopicsResponse Created(CreateTopicsRequest request, KafkaError error) =>
        new() { Topics = [.. request.Topics.Select(topic => new CreateTopicsResponse.Topic { Name = topic.Name, ErrorCode = error })] };
}
