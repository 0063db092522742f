using Hops.EndToEnd.Tests.Platform;

namespace Hops.EndToEnd.Tests.Crashes;

public sealed class CrashingRunnerTests
{
    /// <summary>As a batch does that is too much for the engine: each runner dies before it has committed one.</summary>
    [SpineFact]
    public async Task A_query_whose_runners_die_at_the_same_batch_has_failed_in_the_end_and_runs_again_when_it_is_started()
    {
        await using var platform = await TestPlatform.StartAsync("Queries:CrashesMax=3", "Queries:RestartPause=00:00:00.1", "Queries:RestartPauseMax=00:00:00.2");
        await using var project = await platform.ProjectAsync("crashing");
        var schemaId = await NumberedEvents.CreateAsync(project, "numbers");
        var query = await project.QueryAsync(new QueryDefinition("doomed", "numbers", "SELECT n FROM numbers"));
        await query.StartAsync();

        var killed = new HashSet<int>();
        await Until.HoldsAsync("it has failed", async () =>
        {
            var status = await query.StatusAsync();
            if (status.GetProperty("processId") is { ValueKind: System.Text.Json.JsonValueKind.Number } found && killed.Add(found.GetInt32()))
                Signal.Send(found.GetInt32(), Signal.Kill);
            return status.GetProperty("state").GetString() == "FAILED";
        });

        killed.Count.ShouldBe(3);
        var failed = await query.StatusAsync();
        failed.GetProperty("note").GetString()!.ShouldStartWith("The runner died 3 times in a row before it had committed a batch, the last time with code 137 (SIGKILL)");
        await Until.HoldsAsync("it is not started again with the server", async () => await query.DesiredAsync() == "STOPPED");

        await using (var writer = await project.WriterAsync("numbers"))
            await NumberedEvents.WriteAsync(writer, schemaId, 0, 20);
        await query.StartAsync();
        await query.ReachesAsync("RUNNING");
        await query.StopAsync();
    }
}
