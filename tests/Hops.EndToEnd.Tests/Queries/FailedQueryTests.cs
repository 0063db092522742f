using System.Text.Json;
using Hops.EndToEnd.Tests.Platform;

namespace Hops.EndToEnd.Tests.Queries;

public sealed class FailedQueryTests
{
    [SpineFact]
    public async Task A_query_that_has_failed_is_a_warning_to_the_administrator_until_it_is_gone_also_after_a_restart()
    {
        await using var platform = await TestPlatform.StartAsync();
        await using var project = await platform.ProjectAsync("failing");
        await NumberedEvents.CreateAsync(project, "numbers");
        var query = await project.QueryAsync(new QueryDefinition("lost", "numbers", "SELECT n FROM numbers"));
        await query.StartAsync();
        await query.ReachesAsync("RUNNING");
        (await HealthAsync(platform)).GetProperty("status").GetString().ShouldBe("ok");

        await project.Rest.CallAsync(HttpMethod.Delete, $"projects/{project.Name}/topics/numbers?force=true");
        await query.ReachesAsync("FAILED");
        await Until.HoldsAsync("the board says so", async () => (await HealthAsync(platform)).GetProperty("warnings").GetInt32() == 1);
        await ShouldWarnAsync(platform);

        (await platform.Server.TerminateAsync()).ShouldBe(0, platform.Server.Said);
        await platform.Server.StartAsync();
        await ShouldWarnAsync(platform);

        await project.Rest.CallAsync(HttpMethod.Delete, $"projects/{project.Name}/queries/lost", ifMatch: "*");
        (await HealthAsync(platform)).GetProperty("status").GetString().ShouldBe("ok");
    }

    private static async Task ShouldWarnAsync(TestPlatform platform)
    {
        var health = await HealthAsync(platform);
        (health.GetProperty("status").GetString(), health.GetProperty("failing").GetInt32()).ShouldBe(("warning", 0));
        health.GetProperty("findings")[0].GetProperty("message").GetString()!.ShouldStartWith("1 query has failed: failing/lost.");
    }

    /// <summary>It stands beside the interface; the client takes anything but 200 as a refusal.</summary>
    private static async Task<JsonElement> HealthAsync(TestPlatform platform) =>
        (await platform.Administrator.CallAsync(HttpMethod.Get, "../../healthz")).Body;
}
