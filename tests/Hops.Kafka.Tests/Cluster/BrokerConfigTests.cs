using Hops.Kafka.Cluster;
using Hops.Kafka.Log;
using Hops.Kafka.Tests.Dispatch;
using Hops.Kafka.Tests.Support;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Tests.Cluster;

/// <summary>The settings of the broker as a client is told them.</summary>
public sealed class BrokerConfigTests
{
    private const sbyte OfBroker = 4;
    private const sbyte SourceFile = 4;
    private const sbyte SourceDefault = 5;

    [Theory]
    [InlineData("auto.create.topics.enable", "false", SourceDefault)]
    [InlineData("connections.max.idle.ms", "300000", SourceFile)]
    [InlineData("default.replication.factor", "1", SourceDefault)]
    [InlineData("log.flush.interval.messages", "9223372036854775807", SourceFile)]
    [InlineData("log.retention.ms", "604800000", SourceDefault)]
    [InlineData("log.retention.bytes", "-1", SourceDefault)]
    [InlineData("log.segment.bytes", "1073741824", SourceDefault)]
    [InlineData("message.max.bytes", "1048588", SourceDefault)]
    [InlineData("min.insync.replicas", "1", SourceDefault)]
    [InlineData("node.id", "7", SourceFile)]
    [InlineData("num.partitions", "3", SourceFile)]
    [InlineData("offsets.retention.minutes", "43200", SourceDefault)]
    public async Task Each_setting_has_the_value_that_holds_here(string name, string value, sbyte source)
    {
        await using var broker = await TestBroker.StartAsync(
            configure: options => (options.NodeId, options.PartitionsDefault, options.IdleTimeout) = (7, 3, TimeSpan.FromMinutes(5)),
            log: new LogOptions { Flush = FlushMode.Os });
        using var client = new RawClient(broker.Port);

        var config = (await DescribeAsync(client, "7", name)).Configs.Single();

        config.ShouldSatisfyAllConditions(
            () => config.Value.ShouldBe(value),
            () => config.ConfigSource.ShouldBe(source),
            () => config.ReadOnly.ShouldBeTrue(),
            () => config.IsSensitive.ShouldBeFalse(),
            () => config.Documentation.ShouldNotBeNullOrEmpty());
    }

    [Fact]
    public async Task All_are_told_in_order_and_none_says_where_the_broker_lives()
    {
        await using var broker = await TestBroker.StartAsync(new TestGate());
        using var bob = await SignedInClient.OpenAsync(broker.Port, "blue__bob");
        var request = new DescribeConfigsRequest { Resources = [new() { ResourceType = OfBroker, ResourceName = "1" }] };

        var configs = (await bob.SendAsync<DescribeConfigsRequest, DescribeConfigsResponse>(request, 4)).Results.Single().Configs;

        configs.Select(config => config.Name).ShouldBe(BrokerConfig.Rows.Select(row => row.Name));
        configs.Select(config => config.Name).ShouldBeInOrder(SortDirection.Ascending, StringComparer.Ordinal);
        configs.ShouldAllBe(config => !config.Value!.Contains('/'));
        configs.ShouldAllBe(config => config.Documentation == null);
        configs.Single(config => config.Name == "sasl.enabled.mechanisms").Value.ShouldNotBeNull().ShouldContain("SCRAM-SHA-512");
    }

    private static async Task<DescribeConfigsResponse.Result> DescribeAsync(RawClient client, string node, string key) =>
        (await client.AskAsync<DescribeConfigsRequest, DescribeConfigsResponse>(
            new() { Resources = [new() { ResourceType = OfBroker, ResourceName = node, ConfigurationKeys = [key] }], IncludeDocumentation = true }, 4)).Results.Single();
}
