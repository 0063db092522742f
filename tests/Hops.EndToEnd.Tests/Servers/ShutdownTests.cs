using Hops.EndToEnd.Tests.Platform;

namespace Hops.EndToEnd.Tests.Servers;

public sealed class ShutdownTests
{
    /// <summary>Takes some seconds for each batch, more than a program is given by default to end.</summary>
    private const string SlowSql = "SELECT n FROM numbers WHERE n >= (SELECT sum(range % 7) FROM range(250000000)) - 10000000000";

    private const int BatchRecords = 50;

    [SpineFact]
    public async Task A_server_that_is_told_to_stop_lets_a_query_commit_its_batch_first()
    {
        await using var platform = await TestPlatform.StartAsync();
        await using var project = await platform.ProjectAsync("shutdown");
        var schemaId = await NumberedEvents.CreateAsync(project, "numbers");
        await using (var writer = await project.WriterAsync("numbers"))
        {
            for (var batch = 0; batch < 10; batch++)
                await NumberedEvents.WriteAsync(writer, schemaId, batch * BatchRecords, (batch + 1) * BatchRecords);
        }

        var query = await project.QueryAsync(new QueryDefinition("slow", "numbers", SlowSql) { RecordsPerBatchMax = BatchRecords });
        await query.StartAsync();

        // The report of a batch is the last thing before the next batch begins.
        await Until.HoldsAsync("the first batch is reported", async () => (await query.ProgressAsync()).Count > 0);
        var before = (await project.LastCommitAsync("slow"))!.To[0];

        (await platform.Server.TerminateAsync()).ShouldBe(0, platform.Server.Said);

        await platform.Server.StartAsync();
        (await project.LastCommitAsync("slow"))!.To[0].ShouldBeGreaterThanOrEqualTo(before + BatchRecords);
        (await query.ReachesAsync("RUNNING")).GetProperty("restarts").GetInt32().ShouldBe(0);
        await query.StopAsync();
    }
}
