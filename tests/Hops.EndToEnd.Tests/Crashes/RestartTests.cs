using Hops.EndToEnd.Tests.Platform;

namespace Hops.EndToEnd.Tests.Crashes;

[Collection(SharedPlatformCollection.Name)]
public sealed class RestartTests(SharedPlatform shared)
{
    [SpineFact]
    public async Task A_runner_that_was_killed_is_started_again_and_the_status_says_why_meanwhile()
    {
        await using var project = await shared.Platform.ProjectAsync("restart");
        await NumberedEvents.CreateAsync(project, "numbers");
        var query = await project.QueryAsync(new QueryDefinition("raw", "numbers", "SELECT n FROM numbers"));
        await query.StartAsync();
        await query.ReachesAsync("RUNNING");

        Signal.Send((await query.RunnerAsync()).ShouldNotBeNull(), Signal.Kill);
        var status = await query.ReachesAsync("RESTARTING");
        status.GetProperty("message").GetString()!.ShouldStartWith("The runner ended with code 137");

        status = await query.ReachesAsync("RUNNING");
        (status.GetProperty("restarts").GetInt32(), status.GetProperty("error").GetString()).ShouldBe((1, null));
        await query.StopAsync();
    }
}
