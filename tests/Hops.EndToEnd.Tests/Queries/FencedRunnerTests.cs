using Hops.Core.Errors;
using Hops.EndToEnd.Tests.Crashes;
using Hops.EndToEnd.Tests.Platform;
using Hops.Streaming.Batches;
using Hops.Streaming.Checkpoints;

namespace Hops.EndToEnd.Tests.Queries;

/// <summary>Two runners on one checkpoint: one of them is fenced, and the result is as if it had never been.</summary>
public sealed class FencedRunnerTests
{
    private const string Counts = "SELECT window_start, count(*) AS events FROM numbers GROUP BY tumble(happened, INTERVAL '1 minute')";
    private const long DelayMs = 600_000;

    private static readonly QueryDefinition Raw = new("raw", "numbers", "SELECT * FROM numbers") { IntervalMs = 100 };

    private static readonly QueryDefinition Windows =
        new("windows", "numbers", Counts) { WatermarkColumn = "happened", WatermarkDelayMs = DelayMs, IntervalMs = 100 };

    [SpineFact]
    public async Task Of_two_runners_of_a_query_one_is_fenced_and_the_rows_are_there_once()
    {
        await using var platform = await TestPlatform.StartAsync();
        await using var project = await platform.ProjectAsync("fenced");
        var (query, acknowledged) = await RunTwiceAsync(platform, project, Raw);
        await query.StopAsync();

        await ShouldHoldEachEventOnceAsync(project, acknowledged);
    }

    [SpineFact]
    public async Task Of_two_runners_of_an_aggregation_one_is_fenced_and_the_windows_are_there_once()
    {
        await using var platform = await TestPlatform.StartAsync();
        await using var project = await platform.ProjectAsync("fenced");
        var (query, acknowledged) = await RunTwiceAsync(platform, project, Windows);
        await query.StopAsync();

        var closed = (NumberedEvents.TimeMs(acknowledged - 1) - DelayMs - NumberedEvents.FirstMs) / 60_000;
        var row = (await project.SqlAsync("SELECT count(*), count(DISTINCT window_start), min(events), max(events) FROM windows"))[0];
        row.Select(cell => cell.GetInt64()).ShouldBe([closed, closed, 60, 60]);
    }

    [SpineFact]
    public async Task A_runner_that_starts_as_another_commits_is_fenced_and_does_not_take_its_state_for_lost()
    {
        await using var platform = await TestPlatform.StartAsync();
        await using var project = await platform.ProjectAsync("late");
        await project.DatasetAsync("windows");
        var checkpoint = new CheckpointDirectory(project.Files, project.PathOf("windows"));
        await checkpoint.PrepareAsync(CancellationToken.None);
        await checkpoint.CommitAsync(Commit(0, "state-delta-0-a.parquet"), [], CancellationToken.None);
        var last = (await checkpoint.LastAsync(CancellationToken.None)).ShouldNotBeNull();
        (await OpenAsync()).ShouldBe(ErrorCode.NotFound, "nobody else has committed");

        await checkpoint.CommitAsync(Commit(1, "state-delta-1-b.parquet"), [], CancellationToken.None);
        (await OpenAsync()).ShouldBe(ErrorCode.Fenced);

        async Task<ErrorCode> OpenAsync() =>
            (await Should.ThrowAsync<PlatformException>(() => checkpoint.OpenStateAsync(last, last.State.Names.Single(), CancellationToken.None))).Code;

        static CommitRecord Commit(long sequence, string state) => new()
        {
            Sequence = sequence, QueryId = "q", Fingerprint = "f", Topic = "numbers", From = [0], To = [1], TimestampMs = 0,
            State = new StateManifest(null, [state]), Totals = CommitTotals.Zero, Runner = $"runner-{sequence}",
        };
    }

    [SpineFact]
    public async Task A_runner_that_slept_through_the_death_of_its_server_does_no_harm_when_it_wakes()
    {
        await using var platform = await TestPlatform.StartAsync();
        await using var project = await platform.ProjectAsync("asleep");
        var schemaId = await NumberedEvents.CreateAsync(project, "numbers");
        var query = await project.QueryAsync(Raw);
        await using var events = await EventLoad.StartAsync(project, "numbers", schemaId);
        await query.StartAsync();
        await query.CommitsAsync(500);
        var sleeper = (await query.RunnerAsync()).ShouldNotBeNull();

        Signal.Send(sleeper, Signal.Stop);
        await platform.Server.KillAsync();
        await platform.Server.StartAsync();
        await query.CommitsAsync(events.Acknowledged + 500);
        Signal.Send(sleeper, Signal.Continue);
        await Until.HoldsAsync("the old runner has ended", () => Task.FromResult(!Signal.IsAlive(sleeper)));

        await query.CommitsAsync(await events.StopAsync());
        (await query.StatusAsync()).GetProperty("restarts").GetInt32().ShouldBe(0, "nobody fenced the living runner");
        await query.StopAsync();
        await ShouldHoldEachEventOnceAsync(project, events.Acknowledged);
    }

    /// <summary>
    /// Lets a second runner of a query go at its checkpoint until one of the two is fenced. If it is the supervised one, the query is
    /// started again, which fences the other.
    /// </summary>
    private static async Task<(TestQuery Query, long Acknowledged)> RunTwiceAsync(TestPlatform platform, TestProject project, QueryDefinition definition)
    {
        var schemaId = await NumberedEvents.CreateAsync(project, "numbers");
        var query = await project.QueryAsync(definition);
        await using var events = await EventLoad.StartAsync(project, "numbers", schemaId);
        await query.StartAsync();
        await query.CommitsAsync(2_000);

        await using var stray = await StrayRunner.StartAsync(project, platform.Server, definition);
        var reports = stray.LastReportAsync();
        await Until.HoldsAsync("one of them is fenced", async () => reports.IsCompleted || await IsFencedAsync(query));
        if (!reports.IsCompleted)
        {
            await query.StartAsync();
            await Until.HoldsAsync("the other one is fenced", async () =>
            {
                if (await IsFencedAsync(query))
                    await query.StartAsync();
                return reports.IsCompleted;
            });
        }

        (await reports).Error.ShouldBe("fenced", (await reports).Message);
        if (await IsFencedAsync(query))
            await query.StartAsync();
        var acknowledged = await events.StopAsync();
        await query.CommitsAsync(acknowledged);
        return (query, acknowledged);
    }

    private static async Task<bool> IsFencedAsync(TestQuery query)
    {
        var status = await query.StatusAsync();
        if (status.GetProperty("state").GetString() != "FAILED")
            return false;
        status.GetProperty("error").GetString().ShouldBe("fenced", status.ToString());
        return true;
    }

    private static async Task ShouldHoldEachEventOnceAsync(TestProject project, long acknowledged)
    {
        var row = (await project.SqlAsync("SELECT count(*), count(DISTINCT n), min(n), max(n) FROM raw"))[0];
        row.Select(cell => cell.GetInt64()).ShouldBe([acknowledged, acknowledged, 0, acknowledged - 1]);
    }
}
