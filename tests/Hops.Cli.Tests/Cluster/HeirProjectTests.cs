using Hops.Cli.Tests.Support;
using Hops.Kafka.Tests.Support;

namespace Hops.Cli.Tests.Cluster;

/// <summary>What an Apache Kafka keeps of a project whose name is used again.</summary>
public sealed class HeirProjectTests(ApacheBroker apache) : IClassFixture<ApacheBroker>
{
    [ToolFact(ForeignTool.Java)]
    public async Task A_project_that_has_the_name_of_one_deleted_while_the_cluster_was_away_has_no_groups_before_those_of_the_other_are_gone()
    {
        await using var proxy = new BrokerProxy(apache.Address, versionsMax: null);
        await using var side = await KafkaSide.StartAsync(apache, address: proxy.Address);
        var owner = await side.OwnerAsync("mona");
        var (topic, group) = (side.TopicOf("mona", "orders"), side.GroupOf("mona", "g"));
        await owner.DoAsync("topic", "create", "orders");
        (await side.PostMessagesAsync(owner, "mona/topics/orders", """{"form":"TEXT","records":[{"value":"of before"}]}""")).Status.ShouldBe(200);
        var reading = ReadAsync(await KafkaSide.SecretAsync(owner, "java"), "30000", "2");
        await BothBrokersTests.EventuallyAsync(async () => (await owner.JsonAsync("group", "list")).EnumerateArray().Any(one => one.GetProperty("lag").ToString() == "0"));

        proxy.IsAway = true;
        await owner.DoAsync("project", "delete", "mona", "--yes");
        await owner.DoAsync("project", "create", "mona");
        await owner.DoAsync("project", "use", "mona");
        proxy.IsAway = false;
        await BothBrokersTests.EventuallyAsync(async () => (await owner.RunAsync("topic", "create", "orders")).ExitCode == ExitCode.Ok);
        (await side.PostMessagesAsync(owner, "mona/topics/orders", """{"form":"TEXT","records":[{"value":"of now"}]}""")).Status.ShouldBe(200);
        await KafkaSide.SecretAsync(owner);
        (await owner.JsonAsync("group", "list")).GetArrayLength().ShouldBe(0);

        // The member of before may not stay, and is missed after its session; its offset would have let the group of now begin behind what is there.
        (await reading).Output.ShouldBe("of before\n");
        await BothBrokersTests.EventuallyAsync(async () => !(await apache.AdministerAsync("consumer-groups", "--list")).Succeeded().Contains(group, StringComparison.Ordinal));
        var settings = await KafkaSide.SecretAsync(owner, "java");
        await BothBrokersTests.EventuallyAsync(async () => (await ReadAsync(settings, "15000", "1")).Output == "of now\n");
        (await owner.JsonAsync("group", "list")).EnumerateArray().Single().GetProperty("group").GetString().ShouldBe("g");

        Task<ToolResult> ReadAsync(string client, string timeoutMs, string most) => Tool.RunAsync(
            ToolFactAttribute.JavaTool,
            [
                "console-consumer", "--bootstrap-server", apache.Address, "--command-config", client, "--topic", topic, "--group", group, "--from-beginning", "--max-messages", most,
                "--timeout-ms", timeoutMs, "--command-property", "session.timeout.ms=6000", "--command-property", "heartbeat.interval.ms=1000", "--command-property", "auto.commit.interval.ms=200",
            ]);
    }
}
