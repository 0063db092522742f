using Hops.Core.Errors;
using Hops.Kafka.Tests.Support;
using Hops.Kafka.Wire;
using Hops.Kafka.Wire.Messages;
using Hops.KafkaCluster.Tests.Support;
using Hops.KafkaCluster.Wire;

namespace Hops.KafkaCluster.Tests.Wire;

public sealed class NeededApisTests
{
    [Fact]
    public void The_documentation_shows_this_table() => GeneratedTable.ShouldBe(
        "NeededApis",
        "| API | version | Apache Kafka | without it |\n| --- | --- | --- | --- |\n"
        + string.Concat(NeededApis.Rows.Select(row => $"| {row.Api} | {row.Version} | {row.Release} | {(row.IsNeeded ? "refused: " : "")}{row.Lost} |\n")));

    [Fact]
    public void The_oldest_release_is_that_of_the_newest_request_that_is_needed()
    {
        NeededApis.Rows.Select(row => Version.Parse(row.Release)).ShouldBeInOrder();
        NeededApis.Rows.Last(row => row.IsNeeded).Release.ShouldBe(NeededApis.ReleaseMin);
    }

    [Theory]
    [InlineData(ApiKey.CreateTopics, "does not offer CreateTopics in version 4, as Apache Kafka does since 2.4")]
    [InlineData(ApiKey.AlterUserScramCredentials, "does not offer AlterUserScramCredentials in version 0, as Apache Kafka does since 2.7")]
    public async Task A_cluster_that_is_too_old_is_told_what_it_lacks_and_what_to_do(ApiKey lacking, string said)
    {
        await using var cluster = new ScriptedCluster(count: 1, controllerId: 1);
        cluster.First.Offer(lacking, (short)(NeededApis.Rows.Single(row => row.Api == lacking).Version - 1));

        var refusal = await Should.ThrowAsync<PlatformException>(() =>
            cluster.Connection.SendAsync<MetadataRequest, MetadataResponse>(new MetadataRequest { Topics = [] }, 9, CancellationToken.None));

        refusal.Code.ShouldBe(ErrorCode.Unsupported);
        refusal.Message.ShouldContain(said);
        refusal.Message.ShouldContain("Upgrade its brokers to Apache Kafka 2.7 or newer, or leave Kafka:Cluster:BootstrapServers empty");
    }
}
