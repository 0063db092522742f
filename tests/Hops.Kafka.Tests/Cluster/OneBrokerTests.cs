using Hops.Kafka.Tests.Dispatch;
using Hops.Kafka.Tests.Support;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Tests.Cluster;

/// <summary>What administrators ask of a cluster, answered by one broker: elections and moves of partitions.</summary>
public sealed class OneBrokerTests : IAsyncLifetime
{
    private const sbyte Preferred = 0;
    private TestBroker _broker = null!;
    private SignedInClient _ann = null!;

    public async Task InitializeAsync()
    {
        _broker = await TestBroker.StartAsync(new TestGate());
        foreach (var name in new[] { "ledger", "locked", "sealed" })
            await _broker.CreateTopicAsync(name, partitions: 2, tenantId: 1);
        _ann = await SignedInClient.OpenAsync(_broker.Port, "red__ann");
    }

    public async Task DisposeAsync()
    {
        _ann.Dispose();
        await _broker.DisposeAsync();
    }

    [Theory]
    [InlineData("ledger", 1, KafkaError.ElectionNotNeeded)]
    [InlineData("ledger", 2, KafkaError.UnknownTopicOrPartition)]
    [InlineData("ledger", -1, KafkaError.UnknownTopicOrPartition)]
    [InlineData("absent", 0, KafkaError.UnknownTopicOrPartition)]
    [InlineData("sealed", 0, KafkaError.UnknownTopicOrPartition)]
    [InlineData("locked", 0, KafkaError.TopicAuthorizationFailed)]
    [InlineData("locked", 2, KafkaError.TopicAuthorizationFailed)]
    public async Task No_partition_needs_an_election_and_rights_come_first(string topic, int partition, KafkaError error)
    {
        foreach (short version in new[] { 0, 2 })
        {
            var answer = await _ann.SendAsync<ElectLeadersRequest, ElectLeadersResponse>(
                new() { ElectionType = Preferred, TopicPartitions = [new() { Name = topic, Partitions = [partition] }] }, version);

            answer.ErrorCode.ShouldBe(KafkaError.None);
            answer.ReplicaElectionResults.Single().PartitionResult.Single().ErrorCode.ShouldBe(error);
        }
    }

    [Fact]
    public async Task An_election_of_all_has_none_to_tell_and_one_of_an_unknown_kind_is_refused()
    {
        (await _ann.SendAsync<ElectLeadersRequest, ElectLeadersResponse>(new() { TopicPartitions = null }, 2)).ReplicaElectionResults.ShouldBeEmpty();
        (await _ann.SendAsync<ElectLeadersRequest, ElectLeadersResponse>(new() { ElectionType = 7 }, 2)).ErrorCode.ShouldBe(KafkaError.InvalidRequest);
    }

    [Theory]
    [InlineData("ledger", 1, new[] { 1 }, KafkaError.None)]
    [InlineData("ledger", 1, new[] { 2 }, KafkaError.InvalidReplicaAssignment)]
    [InlineData("ledger", 1, new[] { 1, 2 }, KafkaError.InvalidReplicaAssignment)]
    [InlineData("ledger", 1, new[] { 1, 1 }, KafkaError.InvalidReplicaAssignment)]
    [InlineData("ledger", 1, new int[0], KafkaError.InvalidReplicaAssignment)]
    [InlineData("ledger", 1, null, KafkaError.NoReassignmentInProgress)]
    [InlineData("ledger", 2, new[] { 1 }, KafkaError.UnknownTopicOrPartition)]
    [InlineData("absent", 0, new[] { 1 }, KafkaError.UnknownTopicOrPartition)]
    [InlineData("sealed", 0, new[] { 1 }, KafkaError.UnknownTopicOrPartition)]
    [InlineData("locked", 0, new[] { 1 }, KafkaError.TopicAuthorizationFailed)]
    public async Task A_partition_can_be_moved_to_where_it_is_and_nowhere_else(string topic, int partition, int[]? replicas, KafkaError error)
    {
        var answer = await _ann.SendAsync<AlterPartitionReassignmentsRequest, AlterPartitionReassignmentsResponse>(
            new() { Topics = [new() { Name = topic, Partitions = [new() { PartitionIndex = partition, Replicas = replicas }] }] }, 0);

        answer.Responses.Single().Partitions.Single().ErrorCode.ShouldBe(error);
        (await _ann.SendAsync<ListPartitionReassignmentsRequest, ListPartitionReassignmentsResponse>(new() { Topics = null }, 0)).Topics.ShouldBeEmpty();
    }
}
