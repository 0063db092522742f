using Hops.Cli.Tests.Support;
using Hops.Kafka.Tests.Support;

namespace Hops.Cli.Tests.Cluster;

/// <summary>
/// Who may do what, and what groups do, wherever the topics are: in the embedded broker, or in an Apache Kafka that the platform administers. Clients are foreign
/// ones. What is in the records: <see cref="BothBrokersRecordTests"/>.
/// </summary>
public sealed class BothBrokersTests(ApacheBroker apache) : IClassFixture<ApacheBroker>
{
    [BothBrokersTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_project_user_produces_and_consumes_in_a_group_with_the_secret_that_it_is_shown(bool isApache)
    {
        await using var side = await KafkaSide.StartAsync(isApache ? apache : null);
        var ann = await side.OwnerAsync("ann1");
        await ann.DoAsync("topic", "create", "orders", "--partitions", "2");
        var settings = await KafkaSide.SecretAsync(ann, "java");
        var topic = side.TopicOf("ann1", "orders");

        string[] client = ["--bootstrap-server", side.Server.Kafka!, "--command-config", settings];
        (await Tool.RunAsync(ToolFactAttribute.JavaTool, ["console-producer", .. client, "--topic", topic], "one\ntwo\n")).Succeeded();
        var read = await Tool.RunAsync(
            ToolFactAttribute.JavaTool,
            ["console-consumer", .. client, "--topic", topic, "--group", side.GroupOf("ann1", "g"), "--from-beginning", "--max-messages", "2", "--timeout-ms", "20000"]);

        read.Succeeded().Split('\n', StringSplitOptions.RemoveEmptyEntries).Order().ShouldBe(["one", "two"]);
        (await ann.JsonAsync("topic", "get", "orders")).GetProperty("partitions").GetInt32().ShouldBe(2);
    }

    [BothBrokersTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_data_scientist_writes_and_takes_nothing_out(bool isApache)
    {
        await using var side = await KafkaSide.StartAsync(isApache ? apache : null);
        var owner = await side.OwnerAsync("ann2");
        var scientist = await side.UserAsync("sam2");
        await owner.DoAsync("member", "add", "sam2", "--role", "data-scientist");
        await owner.DoAsync("topic", "create", "orders");
        await scientist.DoAsync("project", "use", "ann2");
        var (ofOwner, ofScientist) = (await KafkaSide.SecretAsync(owner), await KafkaSide.SecretAsync(scientist));
        var topic = side.TopicOf("ann2", "orders");

        (await KafkaSide.ProduceAsync(ofScientist, topic, "by sam")).Succeeded();

        (await KafkaSide.ConsumeAsync(ofScientist, topic)).Said().ShouldContain("AuthorizationFailed");
        (await KafkaSide.ConsumeAsync(ofOwner, topic)).Succeeded().ShouldBe("by sam\n");
        await owner.DoAsync("member", "set-role", "sam2", "data-owner");
        (await KafkaSide.ConsumeAsync(ofScientist, topic)).Succeeded();
        await owner.DoAsync("member", "set-role", "sam2", "data-scientist");
        (await KafkaSide.ConsumeAsync(ofScientist, topic)).Said().ShouldContain("AuthorizationFailed");
    }

    [BothBrokersTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_share_opens_a_topic_to_another_project_and_its_end_closes_it(bool isApache)
    {
        await using var side = await KafkaSide.StartAsync(isApache ? apache : null);
        var (lender, borrower) = (await side.OwnerAsync("ann3"), await side.OwnerAsync("bob3"));
        await lender.DoAsync("topic", "create", "orders");
        var (ofLender, ofBorrower) = (await KafkaSide.SecretAsync(lender), await KafkaSide.SecretAsync(borrower));
        var (own, lent) = (side.TopicOf("ann3", "orders"), side.BorrowedTopicOf("ann3", "orders"));
        (await KafkaSide.ProduceAsync(ofBorrower, lent, "too early")).ExitCode.ShouldNotBe(0);

        await lender.DoAsync("share", "offer", "topic", "orders", "--to", "bob3", "--write");
        await borrower.DoAsync("share", "accept", "ann3.orders");
        await EventuallyAsync(async () => (await KafkaSide.ProduceAsync(ofBorrower, lent, "in time")).ExitCode == 0);
        await lender.DoAsync("share", "revoke", "orders", "--yes");
        (await KafkaSide.ProduceAsync(ofBorrower, lent, "too late")).ExitCode.ShouldNotBe(0);

        (await KafkaSide.ConsumeAsync(ofLender, own)).Succeeded().Split('\n').ShouldBe(["in time", ""]);
    }

    [BothBrokersTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_was_removed_from_a_project_cannot_sign_in_and_a_rotated_secret_ends(bool isApache)
    {
        await using var side = await KafkaSide.StartAsync(isApache ? apache : null);
        var owner = await side.OwnerAsync("ann4");
        var member = await side.UserAsync("sam4");
        await owner.DoAsync("member", "add", "sam4", "--role", "data-owner");
        await member.DoAsync("project", "use", "ann4");
        await owner.DoAsync("topic", "create", "orders");
        var topic = side.TopicOf("ann4", "orders");
        var first = await KafkaSide.SecretAsync(member);
        (await KafkaSide.ProduceAsync(first, topic, "one")).Succeeded();

        var second = await KafkaSide.SecretAsync(member);
        (await KafkaSide.ProduceAsync(first, topic, "two")).ExitCode.ShouldNotBe(0);
        (await KafkaSide.ProduceAsync(second, topic, "three")).Succeeded();
        await owner.DoAsync("member", "remove", "sam4", "--yes");

        (await KafkaSide.ProduceAsync(second, topic, "four")).ExitCode.ShouldNotBe(0);
    }

    [BothBrokersTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Groups_of_either_protocol_are_seen_with_their_lag_moved_after_a_look_and_deleted_when_nobody_is_in_them(bool isApache)
    {
        await using var side = await KafkaSide.StartAsync(isApache ? apache : null);
        var (owner, stranger) = (await side.OwnerAsync("ann9"), await side.OwnerAsync("bob9"));
        await owner.DoAsync("topic", "create", "orders", "--partitions", "2");
        var (python, topic) = (await KafkaSide.SecretAsync(owner), side.TopicOf("ann9", "orders"));
        foreach (var (record, partition) in new[] { ("one", 0), ("two", 1), ("three", 0) })
            (await KafkaSide.ProduceAsync(python, topic, record, partition)).Succeeded();
        (await owner.JsonAsync("group", "list")).GetArrayLength().ShouldBe(0);
        (await owner.RunAsync("group", "get", "old")).ExitCode.ShouldBe(ExitCode.NotFound);
        var java = await KafkaSide.SecretAsync(owner, "java");
        (await ConsumeAsync("old", "classic", "--max-messages", "3", "--timeout-ms", "30000")).Succeeded();

        (await LagsAsync(owner)).ShouldBe(["old Empty 0"]);
        var partitions = (await owner.JsonAsync("group", "get", "old")).GetProperty("partitions").EnumerateArray().ToList();
        partitions.Select(part => $"{part.GetProperty("topic")}-{part.GetProperty("partition")} {part.GetProperty("committed")}").ShouldBe(["orders-0 2", "orders-1 1"]);
        (await owner.JsonAsync("group", "reset", "old", "orders", "--to", "earliest")).GetProperty("applied").GetBoolean().ShouldBeFalse();
        (await LagsAsync(owner)).ShouldBe(["old Empty 0"], "a look changes nothing");
        await owner.DoAsync("group", "reset", "old", "orders", "--to", "time", "--at", "2020-01-01T00:00:00Z", "--apply", "--yes");
        (await LagsAsync(owner)).ShouldBe(["old Empty 3"]);
        await owner.DoAsync("group", "reset", "old", "orders", "--to", "shift", "--at", "1", "--partition", "0", "--apply", "--yes");
        (await LagsAsync(owner)).ShouldBe(["old Empty 2"]);
        (await LagsAsync(stranger)).ShouldBeEmpty();
        (await stranger.RunAsync("group", "get", "old")).ExitCode.ShouldBe(ExitCode.NotFound);

        // It reads all there is, and waits for one more.
        var consuming = ConsumeAsync("new", "consumer", "--max-messages", "4");
        await EventuallyAsync(async () => await LagsAsync(owner) is ["new Stable 0", "old Empty 2"]);
        var members = (await owner.JsonAsync("group", "get", "new")).GetProperty("members").EnumerateArray().ToList();
        members.ShouldHaveSingleItem().GetProperty("assigned").EnumerateArray().Select(part => part.GetString()).Order().ShouldBe(["orders-0", "orders-1"]);
        (await owner.RunAsync("group", "reset", "new", "orders", "--to", "earliest", "--apply", "--yes")).Errors.ShouldContain("is read by");
        (await owner.RunAsync("group", "delete", "new", "--yes")).Errors.ShouldContain("is read by");

        await using var heard = side.ListenAsync(owner, "project:ann9/groups").GetAsyncEnumerator();
        (await heard.MoveNextAsync()).ShouldBeTrue();
        await owner.DoAsync("group", "delete", "old", "--yes");
        while (!heard.Current.Contains("\"isGone\":true", StringComparison.Ordinal))
            (await heard.MoveNextAsync()).ShouldBeTrue();
        string[] producer = ["console-producer", "--bootstrap-server", side.Server.Kafka!, "--command-config", java, "--topic", topic];
        (await Tool.RunAsync(ToolFactAttribute.JavaTool, producer, "four\n")).Succeeded();
        (await consuming).Succeeded();
        (await LagsAsync(owner)).ShouldBe(["new Empty 0"]);
        await owner.DoAsync("group", "reset", "new", "orders", "--to", "offset", "--at", "0", "--partition", "0", "--apply", "--yes");
        (await LagsAsync(owner)).ShouldHaveSingleItem().ShouldNotBe("new Empty 0");
        await owner.DoAsync("group", "delete", "new", "--yes");
        (await LagsAsync(owner)).ShouldBeEmpty();

        Task<ToolResult> ConsumeAsync(string group, string protocol, params string[] until) => Tool.RunAsync(
            ToolFactAttribute.JavaTool,
            [
                "console-consumer", "--bootstrap-server", side.Server.Kafka!, "--command-config", java, "--topic", topic, "--group", side.GroupOf("ann9", group), "--from-beginning",
                "--command-property", $"group.protocol={protocol}", "--command-property", "auto.commit.interval.ms=200", .. until,
            ]);

        static async Task<IReadOnlyList<string>> LagsAsync(Person person) =>
            [.. (await person.JsonAsync("group", "list")).EnumerateArray().Select(group => $"{group.GetProperty("group")} {group.GetProperty("state")} {group.GetProperty("lag")}")];
    }

    [BothBrokersTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_topic_that_is_made_anew_is_empty(bool isApache)
    {
        await using var side = await KafkaSide.StartAsync(isApache ? apache : null);
        var owner = await side.OwnerAsync("ann5");
        await owner.DoAsync("topic", "create", "orders", "--partitions", "1");
        var settings = await KafkaSide.SecretAsync(owner);
        var topic = side.TopicOf("ann5", "orders");
        (await KafkaSide.ProduceAsync(settings, topic, "old")).Succeeded();

        await owner.DoAsync("topic", "delete", "orders", "--yes");
        await owner.DoAsync("topic", "create", "orders", "--partitions", "1");
        (await KafkaSide.ProduceAsync(settings, topic, "new")).Succeeded();

        (await KafkaSide.ConsumeAsync(settings, topic)).Succeeded().ShouldBe("new\n");
        (await owner.RunAsync("topic", "create", "orders")).Errors.ShouldContain("exists already");
    }

    /// <summary>Asks again until it holds: where an operation does not wait for the cluster, the cluster follows within a second.</summary>
    internal static async Task EventuallyAsync(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        while (!await holds())
            await Task.Delay(TimeSpan.FromMilliseconds(100), patience.Token);
    }
}

/// <summary>A test of both brokers; skipped, with the reason, where Apache's is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BothBrokersTheoryAttribute : TheoryAttribute
{
    public BothBrokersTheoryAttribute() => Skip = new ToolFactAttribute(ForeignTool.Java).Skip ?? new ToolFactAttribute(ForeignTool.Python).Skip;
}

internal static class ToolResults
{
    /// <summary>All that a program has said.</summary>
    public static string Said(this ToolResult result) => result.Output + result.Errors;
}
