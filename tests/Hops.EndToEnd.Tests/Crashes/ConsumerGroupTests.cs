using System.Globalization;
using System.Text.Json;
using Hops.Core.Errors;
using Hops.EndToEnd.Tests.Platform;
using Hops.Kafka.Tests.Support;

namespace Hops.EndToEnd.Tests.Crashes;

/// <summary>Consumers of Apache Kafka, with <c>group.protocol=consumer</c> (KIP-848) and beside classic ones, over a kill -9 of the server, seen from both sides.</summary>
public sealed class ConsumerGroupTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>A consumer is there over all that is waited for, and then until nothing has come for a while.</summary>
    private static readonly TimeSpan ToolPatience = TimeSpan.FromMinutes(3);

    [ToolFact(ForeignTool.Java)]
    public async Task A_consumer_goes_on_after_a_kill_and_its_group_is_shown_and_left_alone_while_it_reads()
    {
        await using var platform = await TestPlatform.StartAsync("Kafka:ConsumerHeartbeatInterval=00:00:00.3");
        await using var project = await platform.ProjectAsync("readers");
        var settings = await SignInFileAsync(project);
        try
        {
            await project.TopicAsync("lines", partitions: 3);
            var reading = ToolAsync(
                platform, settings, "", "console-consumer", "--topic", "lines", "--group", "g", "--from-beginning",
                "--command-property", "group.protocol=consumer", "--command-property", "auto.commit.interval.ms=100", "--max-messages", "40", "--timeout-ms", "50000");
            await ProduceAsync(platform, settings, 0, 20);
            var group = await GroupAsync(project, group => Assigned(group) == 3 && Committed(group) == 20);
            group.GetProperty("state").GetString().ShouldBe("Stable");
            (await Should.ThrowAsync<PlatformException>(() => ResetAsync(project))).Code.ShouldBe(ErrorCode.Conflict);

            await platform.Server.KillAsync();
            await platform.Server.StartAsync();

            await GroupAsync(project, again => Assigned(again) == 3 && Committed(again) == 20);
            await ProduceAsync(platform, settings, 20, 20);
            var read = (await reading).Succeeded().Split('\n').Where(line => line.StartsWith("line ", StringComparison.Ordinal));
            read.Order().ShouldBe(Lines(0, 40).Order());
            await GroupAsync(project, left => Assigned(left) == 0 && Committed(left) == 40);
            await ResetAsync(project);
        }
        finally
        {
            File.Delete(settings);
        }
    }

    [ToolFact(ForeignTool.Java)]
    public async Task Consumers_of_both_protocols_go_on_in_one_group_after_a_kill_and_read_every_record_once()
    {
        await using var platform = await TestPlatform.StartAsync("Kafka:ConsumerHeartbeatInterval=00:00:00.3");
        await using var project = await platform.ProjectAsync("readers");
        var settings = await SignInFileAsync(project);
        try
        {
            await project.TopicAsync("lines", partitions: 4);
            var old = ReadAsync(platform, settings, "classic");
            await GroupAsync(project, group => Assigned(group) == 4);
            var young = ReadAsync(platform, settings, "consumer");
            await GroupAsync(project, IsShared);
            await ProduceAsync(platform, settings, 0, 40);
            await GroupAsync(project, group => Committed(group) == 40);

            await platform.Server.KillAsync();
            await platform.Server.StartAsync();

            await GroupAsync(project, group => IsShared(group) && Committed(group) == 40);
            await ProduceAsync(platform, settings, 40, 40);
            var read = string.Concat((await old).Output, (await young).Output).Split('\n').Where(line => line.StartsWith("line ", StringComparison.Ordinal));
            read.Order().ShouldBe(Lines(0, 80).Order());
            await GroupAsync(project, left => Assigned(left) == 0 && Committed(left) == 80);
        }
        finally
        {
            File.Delete(settings);
        }
    }

    /// <summary>Reads until nothing has come for a while.</summary>
    private static Task<ToolResult> ReadAsync(TestPlatform platform, string settings, string protocol) => ToolAsync(
        platform, settings, "", "console-consumer", "--topic", "lines", "--group", "g", "--from-beginning", "--timeout-ms", "30000",
        "--command-property", $"group.protocol={protocol}", "--command-property", "auto.commit.interval.ms=100");

    private static bool IsShared(JsonElement group) =>
        group.GetProperty("state").GetString() == "Stable" && Assigned(group) == 4 && group.GetProperty("members").GetArrayLength() == 2;

    private static IEnumerable<string> Lines(int first, int count) => Enumerable.Range(first, count).Select(i => $"line {i}");

    private static async Task<string> SignInFileAsync(TestProject project)
    {
        var path = Path.GetTempFileName();
        var login = $"org.apache.kafka.common.security.plain.PlainLoginModule required username=\"{project.Name}__ada\" password=\"{project.Secret}\";";
        await File.WriteAllTextAsync(path, $"security.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN\nsasl.jaas.config={login}\n");
        return path;
    }

    private static Task<ToolResult> ToolAsync(TestPlatform platform, string settings, string input, string tool, params string[] arguments) =>
        Tool.RunAsync(ToolFactAttribute.JavaTool, [tool, "--bootstrap-server", platform.Server.Kafka, "--command-config", settings, .. arguments], input, ToolPatience);

    private static async Task ProduceAsync(TestPlatform platform, string settings, int first, int count) =>
        (await ToolAsync(platform, settings, string.Concat(Lines(first, count).Select(line => line + "\n")), "console-producer", "--topic", "lines")).Succeeded();

    /// <summary>The group as REST shows it, when it is so.</summary>
    private static async Task<JsonElement> GroupAsync(TestProject project, Func<JsonElement, bool> isSo)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var answer = await project.Rest.CallAsync(HttpMethod.Get, "projects/readers/groups");
            foreach (var group in answer.Body.GetProperty("items").EnumerateArray())
            {
                if (isSo(group))
                    return group;
            }

            await Task.Delay(100, patience.Token);
        }
    }

    private static int Assigned(JsonElement group) => group.GetProperty("members").EnumerateArray().Sum(member => member.GetProperty("assigned").GetArrayLength());

    private static int Committed(JsonElement group) =>
        group.GetProperty("partitions").EnumerateArray().Sum(partition => int.Parse(partition.GetProperty("committed").GetString()!, CultureInfo.InvariantCulture));

    private static Task ResetAsync(TestProject project) =>
        project.Rest.CallAsync(HttpMethod.Post, "projects/readers/groups/g/offset-resets", new { topic = "lines", to = "EARLIEST", dryRun = true });
}
