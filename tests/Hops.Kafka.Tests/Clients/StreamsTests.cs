using System.Globalization;
using Hops.Kafka.Tests.Support;

namespace Hops.Kafka.Tests.Clients;

/// <summary>Kafka Streams exactly once, whose tables lie in compacted topics that it makes by itself.</summary>
public sealed class StreamsTests
{
    [ToolFact(ForeignTool.Java)]
    public async Task Words_are_counted_once_and_counting_goes_on_from_the_changelog()
    {
        await using var broker = await TestBroker.StartAsync();
        await broker.CreateTopicAsync("lines", partitions: 2);
        await broker.CreateTopicAsync("counts");

        await CountAsync(broker, "one two two\nthree three three\ntwo\n");
        (await CountsAsync(broker)).ShouldBe(new Dictionary<string, int> { ["one"] = 1, ["two"] = 3, ["three"] = 3 }, ignoreOrder: true);

        var changelog = broker.Broker.Topics.Snapshot.All.Single(topic => topic.Name.EndsWith("-changelog", StringComparison.Ordinal));
        changelog.Config["cleanup.policy"].ShouldBe("compact");

        // With nothing left on its disk it reads its table from the topic.
        await CountAsync(broker, "two four\n");
        (await CountsAsync(broker)).ShouldBe(new Dictionary<string, int> { ["one"] = 1, ["two"] = 4, ["three"] = 3, ["four"] = 1 }, ignoreOrder: true);
    }

    /// <summary>Writes lines and counts their words until nothing more comes.</summary>
    private static async Task CountAsync(TestBroker broker, string lines)
    {
        var state = Directory.CreateTempSubdirectory("hops-streams-").FullName;
        try
        {
            (await Tool.RunAsync(ToolFactAttribute.JavaTool, ["console-producer", "--bootstrap-server", broker.Address, "--topic", "lines"], lines)).Succeeded();
            (await Tool.RunAsync(
                ToolFactAttribute.JavaTool, ["wordcount", broker.Address, "lines", "counts", "--app-id", "words", "--state-dir", state, "--idle-exit", "5"])).Succeeded();
        }
        finally
        {
            Directory.Delete(state, recursive: true);
        }
    }

    /// <summary>The newest count of each word.</summary>
    private static async Task<Dictionary<string, int>> CountsAsync(TestBroker broker)
    {
        var said = (await Tool.RunAsync(
            ToolFactAttribute.JavaTool,
            [
                "console-consumer", "--bootstrap-server", broker.Address, "--topic", "counts", "--from-beginning", "--isolation-level", "read_committed", "--timeout-ms", "5000",
                "--formatter-property", "print.key=true",
            ])).Output;
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var cells in said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')))
            counts[cells[0]] = int.Parse(cells[1], CultureInfo.InvariantCulture);
        return counts;
    }
}
