using System.Text.Json;
using Hops.Cli.Tests.Support;
using Hops.Kafka.Tests.Support;
using Hops.Kafka.Wire;

namespace Hops.Cli.Tests.Cluster;

/// <summary>An Apache Kafka of old: a real one behind a proxy that offers no more than its brokers did, and refuses the rest.</summary>
public sealed class OlderClusterTests(ApacheBroker apache) : IClassFixture<ApacheBroker>
{
    [ToolFact(ForeignTool.Java)]
    public async Task A_cluster_of_Apache_Kafka_2_7_has_topics_members_messages_and_groups_without_the_time_of_the_newest_record()
    {
        await using var older = new BrokerProxy(apache.Address, BrokerProxy.Kafka27);
        await using var side = await KafkaSide.StartAsync(apache, address: older.Address);
        var owner = await side.OwnerAsync("vera");
        await owner.DoAsync("topic", "create", "orders", "--partitions", "1");
        await owner.DoAsync("topic", "create", "gone");
        await owner.DoAsync("topic", "delete", "gone", "--yes");
        await owner.DoAsync("topic", "alter", "orders", "--retention", "1d");
        var java = await KafkaSide.SecretAsync(owner, "java");
        await side.Admin.DoAsync("project", "alter", "vera", "--produce-rate", "65536");
        (await side.PostMessagesAsync(owner, "vera/topics/orders", """{"form":"TEXT","records":[{"value":"one"},{"value":"two"},{"value":"three"}]}""")).Status.ShouldBe(200);

        (await Tool.RunAsync(
            ToolFactAttribute.JavaTool,
            [
                "console-consumer", "--bootstrap-server", apache.Address, "--command-config", java, "--topic", side.TopicOf("vera", "orders"), "--group", side.GroupOf("vera", "g"),
                "--from-beginning", "--max-messages", "2", "--timeout-ms", "30000",
            ])).Succeeded().ShouldBe("one\ntwo\n");
        (await side.GetAsync(owner, "projects/vera/topics/orders/messages")).GetProperty("items").GetArrayLength().ShouldBe(3);
        var partition = (await side.GetAsync(owner, "projects/vera/topics/orders/partitions")).GetProperty("items").EnumerateArray().Single();
        (partition.GetProperty("records").GetString(), partition.GetProperty("lastTime").ValueKind).ShouldBe(("3", JsonValueKind.Null));

        (await LagsAsync()).ShouldBe(["g Empty 1"]);
        await owner.DoAsync("group", "reset", "g", "orders", "--to", "earliest", "--apply", "--yes");
        (await LagsAsync()).ShouldBe(["g Empty 3"]);
        await owner.DoAsync("group", "delete", "g", "--yes");
        (await LagsAsync()).ShouldBeEmpty();

        older.Refused.ShouldBeEmpty();

        async Task<IReadOnlyList<string>> LagsAsync() =>
            [.. (await owner.JsonAsync("group", "list")).EnumerateArray().Select(group => $"{group.GetProperty("group")} {group.GetProperty("state")} {group.GetProperty("lag")}")];
    }

    [ToolFact(ForeignTool.Java)]
    public async Task A_server_whose_cluster_is_of_Apache_Kafka_2_6_does_not_start_and_says_what_to_do()
    {
        await using var older = new BrokerProxy(
            apache.Address, BrokerProxy.Kafka27.Where(row => row.Key is not (ApiKey.DescribeUserScramCredentials or ApiKey.AlterUserScramCredentials)).ToDictionary());

        var refused = await ClusterFollowTests.RefusedAsync(
            $"Kafka:Cluster:BootstrapServers={older.Address}", "Kafka:Cluster:SecurityProtocol=SASL_PLAINTEXT", "Kafka:Cluster:UserName=admin", $"Kafka:Cluster:PasswordFile={apache.PasswordFile}");

        refused.Errors.ShouldContain("does not offer AlterUserScramCredentials in version 0, as Apache Kafka does since 2.7", Case.Sensitive, refused.Said);
        refused.Errors.ShouldContain("Upgrade its brokers to Apache Kafka 2.7 or newer", Case.Sensitive, refused.Said);
    }
}
