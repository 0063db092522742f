using System.Diagnostics;
using Hops.Core.Errors;
using Hops.EndToEnd.Tests.Platform;

namespace Hops.EndToEnd.Tests.Servers;

public sealed class ShutdownTests
{
    /// <summary>Takes some seconds for each batch, more than a program is given by default to end.</summary>
    private const string SlowSql = "SELECT n FROM numbers WHERE n >= (SELECT sum(range % 7) FROM range(250000000)) - 10000000000";

    private const int BatchRecords = 50;

    /// <summary>A third of what a web server waits for answers that nobody ends, and half of what a query may take to end its batch.</summary>
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(10);

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

    [SpineFact]
    public async Task A_server_that_is_told_to_stop_ends_its_statements_at_once_and_tells_their_callers_so()
    {
        await using var platform = await TestPlatform.StartAsync();
        await using var project = await platform.ProjectAsync("stopping");
        var answer = project.SqlAsync("SELECT sum(a.range * b.range % 7) FROM range(10000000) a, range(10000000) b");
        await Until.HoldsAsync("it has a runner", () => Task.FromResult(
            Directory.EnumerateDirectories(Path.Combine(platform.DataDirectory, "run", "runners")).Any()));

        var stopping = Stopwatch.StartNew();
        var terminating = platform.Server.TerminateAsync();
        var refusal = await Should.ThrowAsync<PlatformException>(answer);
        (await terminating).ShouldBe(0, platform.Server.Said);

        stopping.Elapsed.ShouldBeLessThan(StopMax);
        (refusal.Code, refusal.Message).ShouldBe((ErrorCode.Unavailable, "The server is stopping: ask again when it has started."));
        await platform.Server.StartAsync();
        (await project.SqlAsync("SELECT 42"))[0][0].GetInt32().ShouldBe(42);
        var trail = (await project.Rest.CallAsync(HttpMethod.Get, $"projects/{project.Name}/audit?limit=100")).Body.GetProperty("items").EnumerateArray();
        trail.Where(entry => entry.GetProperty("action").GetString() == "sql.run").Select(entry => entry.GetProperty("outcome").GetString())
            .ShouldBe(["unavailable", "ok"], ignoreOrder: true);
    }
}
