using Hops.Kafka.Tests.Support;

namespace Hops.Kafka.Tests.Clients;

public sealed class KcatTests
{
    [ToolFact(ForeignTool.Kcat)]
    public async Task Kcat_lists_the_topics()
    {
        await using var broker = await TestBroker.StartAsync();
        await broker.CreateTopicAsync("departures", partitions: 3);

        var listed = (await Tool.RunAsync("kcat", ["-L", "-b", broker.Address])).Succeeded();

        listed.ShouldContain("topic \"departures\" with 3 partitions");
        listed.ShouldContain($"broker 1 at 127.0.0.1:{broker.Port} (controller)");
    }
}
