using Hops.Cli.Tests.Support;
using Hops.Kafka.Tests.Support;

namespace Hops.Cli.Tests.Cluster;

/// <summary>
/// What an Apache Kafka keeps of a project that is deleted. A cluster of its own: one that is started again after a user was removed has lost its secrets (ADR 0135).
/// </summary>
public sealed class EndedProjectTests(ApacheBroker apache) : IClassFixture<ApacheBroker>
{
    [ToolFact(ForeignTool.Java)]
    public async Task The_groups_of_a_project_go_with_it_and_no_others_although_the_server_was_killed_before_it_could_tell_the_cluster()
    {
        await using var side = await KafkaSide.StartAsync(apache);
        var (owner, neighbour) = (await side.OwnerAsync("lena"), await side.OwnerAsync("lena2"));
        await owner.DoAsync("topic", "create", "orders");
        await neighbour.DoAsync("topic", "create", "orders");
        var (ofOwner, ofNeighbour) = (await KafkaSide.SecretAsync(owner, "java"), await KafkaSide.SecretAsync(neighbour, "java"));
        (await side.PostMessagesAsync(owner, "lena/topics/orders", """{"form":"TEXT","records":[{"value":"one"}]}""")).Status.ShouldBe(200);
        (await side.PostMessagesAsync(neighbour, "lena2/topics/orders", """{"form":"TEXT","records":[{"value":"one"}]}""")).Status.ShouldBe(200);
        await ReadAsync(ofOwner, side.TopicOf("lena", "orders"), side.GroupOf("lena", "classic"), "classic");
        await ReadAsync(ofOwner, side.TopicOf("lena", "orders"), side.GroupOf("lena", "consumer"), "consumer");
        await ReadAsync(ofNeighbour, side.TopicOf("lena2", "orders"), side.GroupOf("lena2", "g"), "classic");
        var admin = Path.Combine(Path.GetDirectoryName(apache.PasswordFile)!, "admin.properties");
        await ReadAsync(admin, side.TopicOf("lena", "orders"), "lena.foreign", "classic");
        (await GroupsAsync()).ShouldBe(new[] { "lena.foreign", side.GroupOf("lena", "classic"), side.GroupOf("lena", "consumer"), side.GroupOf("lena2", "g") }.Order(StringComparer.Ordinal));

        await apache.StopAsync();
        await owner.DoAsync("project", "delete", "lena", "--yes");
        await side.KillAsync();
        await apache.StartAsync();
        await side.StartAgainAsync();

        (await GroupsAsync()).ShouldBe(new[] { "lena.foreign", side.GroupOf("lena2", "g") }.Order(StringComparer.Ordinal));
        (await apache.AdministerAsync("consumer-groups", "--delete", "--group", "lena.foreign")).Succeeded();

        async Task ReadAsync(string settings, string topic, string group, string protocol) => (await Tool.RunAsync(
            ToolFactAttribute.JavaTool,
            [
                "console-consumer", "--bootstrap-server", apache.Address, "--command-config", settings, "--topic", topic, "--group", group, "--from-beginning", "--max-messages", "1",
                "--timeout-ms", "30000", "--command-property", $"group.protocol={protocol}",
            ])).Succeeded().ShouldBe("one\n");

        async Task<IReadOnlyList<string>> GroupsAsync() => [.. (await apache.AdministerAsync("consumer-groups", "--list")).Succeeded()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(group => group.Contains("lena", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }
}
