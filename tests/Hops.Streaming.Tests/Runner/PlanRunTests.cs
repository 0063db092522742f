using System.Text.Json;
using Hops.Streaming.Runner;

namespace Hops.Streaming.Tests.Runner;

public sealed class PlanRunTests
{
    [Fact]
    public void A_definition_gets_no_more_than_the_server_gives_to_a_runner()
    {
        var limits = PlanRun.DefinitionOf(Assignment("""{"memoryMaxMiB":1048576,"threads":256}""")).Limits;

        (limits.MemoryMaxMiB, limits.Threads).ShouldBe((512, 2));
    }

    [Fact]
    public void A_definition_may_ask_for_less()
    {
        var limits = PlanRun.DefinitionOf(Assignment("""{"memoryMaxMiB":128,"threads":1}""")).Limits;

        (limits.MemoryMaxMiB, limits.Threads).ShouldBe((128, 1));
    }

    private static RunnerAssignment Assignment(string limits) => new()
    {
        Task = RunnerTask.Plan,
        Principal = "p__ada",
        Token = "",
        Project = "p",
        Files = new Uri("http://127.0.0.1:1"),
        Broker = "127.0.0.1:1",
        Registry = new Uri("http://127.0.0.1:1"),
        WorkId = "q",
        ExecutionId = "q-1",
        MemoryMaxBytes = 512L << 20,
        Threads = 2,
        Definition = JsonDocument.Parse($$"""{"name":"q","topic":"t","sql":"SELECT 1","sink":"s","limits":{{limits}}}""").RootElement.Clone(),
    };
}
