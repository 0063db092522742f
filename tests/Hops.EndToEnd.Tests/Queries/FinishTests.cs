using Hops.Core.Errors;
using Hops.EndToEnd.Tests.Platform;

namespace Hops.EndToEnd.Tests.Queries;

[Collection(SharedPlatformCollection.Name)]
public sealed class FinishTests(SharedPlatform shared)
{
    private static readonly QueryDefinition PerMinute = new(
        "minutes", "numbers", "SELECT window_start, count(*) AS n FROM numbers GROUP BY tumble(happened, INTERVAL '1 minute')")
    {
        WatermarkColumn = "happened",
        WatermarkDelayMs = 600_000,
    };

    [SpineFact]
    public async Task Finishing_a_query_that_runs_writes_its_last_windows_and_ends_it()
    {
        await using var project = await shared.Platform.ProjectAsync("finish_running");
        var schemaId = await NumberedEvents.CreateAsync(project, "numbers", partitions: 2);
        await using var writer = await project.WriterAsync("numbers");
        await NumberedEvents.WriteAsync(writer, schemaId, 0, 150);
        var query = await project.QueryAsync(PerMinute);
        await query.StartAsync();
        await query.CommitsAsync(150);
        (await project.LastCommitAsync("minutes"))!.Totals.RowsOut.ShouldBe(0, "all windows are still open");

        (await query.FinishAsync()).GetProperty("state").GetString().ShouldBe("FINISHED");

        (await query.DesiredAsync()).ShouldBe("STOPPED");
        var rows = await project.SqlAsync("SELECT epoch_ms(window_start), n FROM minutes ORDER BY 1");
        rows.Select(row => (row[0].GetInt64() - NumberedEvents.FirstMs, row[1].GetInt64())).ShouldBe([(0, 60), (60_000, 60), (120_000, 30)]);
    }

    [SpineFact]
    public async Task Finishing_a_query_that_is_stopped_reads_what_came_meanwhile_first()
    {
        await using var project = await shared.Platform.ProjectAsync("finish_stopped");
        var schemaId = await NumberedEvents.CreateAsync(project, "numbers");
        await using var writer = await project.WriterAsync("numbers");
        await NumberedEvents.WriteAsync(writer, schemaId, 0, 90);
        var query = await project.QueryAsync(PerMinute with { RecordsPerBatchMax = 20 });

        (await query.FinishAsync()).GetProperty("state").GetString().ShouldBe("FINISHED");

        (await project.SqlAsync("SELECT sum(n)::BIGINT FROM minutes"))[0][0].GetInt64().ShouldBe(90);
        await NumberedEvents.WriteAsync(writer, schemaId, 200, 210);
        (await query.FinishAsync()).GetProperty("state").GetString().ShouldBe("FINISHED", "it goes on where it ended");
        (await project.SqlAsync("SELECT sum(n)::BIGINT FROM minutes"))[0][0].GetInt64().ShouldBe(100);
    }

    [SpineFact]
    public async Task Deleting_what_a_running_query_uses_is_refused_unless_forced()
    {
        await using var project = await shared.Platform.ProjectAsync("delete_used");
        await NumberedEvents.CreateAsync(project, "numbers");
        var query = await project.QueryAsync(new QueryDefinition("kept", "numbers", "SELECT n FROM numbers"));
        await query.StartAsync();
        await query.ReachesAsync("RUNNING");

        foreach (var route in new[] { "topics/numbers", "datasets/kept" })
        {
            var refusal = await Should.ThrowAsync<PlatformException>(
                () => project.Rest.CallAsync(HttpMethod.Delete, $"projects/{project.Name}/{route}", ifMatch: "*"));
            (refusal.Code, refusal.Message.Contains("'kept'", StringComparison.Ordinal)).ShouldBe((ErrorCode.Conflict, true));
        }

        await project.Rest.CallAsync(HttpMethod.Delete, $"projects/{project.Name}/topics/numbers?force=true", ifMatch: "*");
        (await query.ReachesAsync("FAILED")).GetProperty("error").GetString().ShouldBe("not-found");
        await project.Rest.CallAsync(HttpMethod.Delete, $"projects/{project.Name}/datasets/kept?force=true", ifMatch: "*");
    }
}
