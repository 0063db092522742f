using System.Collections.Immutable;
using Hops.Core.Errors;
using Hops.Kafka;
using Hops.Kafka.Topics;
using Hops.Kafka.Wire.Messages;
using Hops.KafkaCluster.Reading;
using Hops.KafkaCluster.Tests.Support;
using Hops.KafkaCluster.Writing;

namespace Hops.KafkaCluster.Tests.Reading;

public sealed class ClusterRecordsTests
{
    [Fact]
    public async Task A_partition_that_nobody_leads_is_not_waited_for_as_long_as_for_a_cluster()
    {
        var time = new SteppingTime();
        await using var cluster = new ScriptedCluster(count: 2, controllerId: 1)
        {
            Topics = [new() { Name = "hops.p.t", Partitions = [new() { ErrorCode = KafkaError.LeaderNotAvailable, PartitionIndex = 0, LeaderId = -1 }] }],
        };
        cluster.First.Answer<ListOffsetsRequest, ListOffsetsResponse>(7, _ => new ListOffsetsResponse
        {
            Topics = [new() { Name = "hops.p.t", Partitions = [new() { PartitionIndex = 0, ErrorCode = KafkaError.NotLeaderOrFollower }] }],
        });
        await using var writer = new ClusterWriter(cluster.Connection, time);
        var topic = new Topic { TenantId = 1, Name = "t", Id = Guid.NewGuid(), PartitionCount = 1, Config = ImmutableSortedDictionary<string, string>.Empty, CreatedBy = "a", CreatedAt = default };

        var refusal = await Should.ThrowAsync<PlatformException>(async () => await new ClusterRecords(cluster.Connection, writer, topic, "hops.p.t", time).EndsAsync([0], CancellationToken.None));

        (refusal.Code, refusal.Message).ShouldBe((ErrorCode.Unavailable, "The broker answered NotLeaderOrFollower for topic 't'."));
        time.Elapsed.ShouldBeInRange(ClusterRecords.MovingMax, ClusterRecords.MovingMax * 1.2);
    }
}
