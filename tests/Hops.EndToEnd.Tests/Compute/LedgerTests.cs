using System.Text.Json;
using Hops.EndToEnd.Tests.Platform;

namespace Hops.EndToEnd.Tests.Compute;

public sealed class LedgerTests
{
    private const int Queries = 3;

    [SpineFact]
    [Trait("Speed", "Slow")]
    public async Task What_runners_have_used_is_charged_once_whatever_becomes_of_the_server()
    {
        await using var platform = await TestPlatform.StartAsync("Compute:ChargeInterval=2s", "Compute:PriceInterval=1s");
        await using var project = await platform.ProjectAsync("spending");
        var ledger = new Ledger(platform, project);
        var queries = await QueriesAsync(project);
        var counted = 0.0;
        var isCounted = false;
        var killed = new List<string>();
        for (var kill = 0; kill < 2; kill++)
        {
            foreach (var query in queries)
                await query.ReachesAsync("RUNNING");
            await SpendAsync(ledger);
            await project.SqlAsync("SELECT sum(range) FROM range(1000000)");
            var counters = new RunnerCounters(platform.DataDirectory);
            killed.AddRange((await ledger.EntriesAsync()).Where(IsOpen).Select(NumberOf));
            await platform.Server.KillAsync();
            await Until.HoldsAsync("the runners have ended with their server", () => Task.FromResult(!counters.AreRunning));
            (isCounted, counted) = (counters.AreCounted, counted + counters.CpuSeconds());
            await platform.Server.StartAsync();
            await Until.HoldsAsync("what was open is closed", async () => (await ledger.EntriesAsync()).Where(entry => killed.Contains(NumberOf(entry))).All(entry => !IsOpen(entry)));
        }

        foreach (var query in queries)
            await query.StopAsync();
        var entries = await ledger.EntriesAsync();

        entries.ShouldAllBe(entry => !IsOpen(entry));
        entries.Select(NumberOf).ShouldBe(Enumerable.Range(1, entries.Count).Reverse().Select(number => $"{number}"), "newest first, without gaps");
        killed.Count.ShouldBe(2 * Queries);
        if (isCounted)
        {
            entries.ShouldAllBe(entry => !entry.GetProperty("estimated").GetBoolean());
            var charged = entries.Where(entry => killed.Contains(NumberOf(entry))).Sum(entry => entry.GetProperty("cpuSeconds").GetDouble());
            charged.ShouldBe(counted, counted / 100, "of those whose server was killed, as the kernel has counted them");
        }

        await ShouldAgreeAsync(ledger, entries);
    }

    /// <summary>The same sum by every way: runners, their intervals, the sums, and what the project uses.</summary>
    private static async Task ShouldAgreeAsync(Ledger ledger, List<JsonElement> entries)
    {
        var sum = Ledger.Sum(entries);
        sum.ShouldBeGreaterThan(0);
        (await ledger.UsedMillicreditsAsync()).ShouldBe(sum);
        foreach (var by in new[] { "query", "user", "day" })
            Ledger.Sum(await ledger.TotalsAsync(by)).ShouldBe(sum, by);
        (await ledger.TotalsAsync("query")).Select(total => total.GetProperty("name").GetString()).ShouldBe(["q0", "q1", "q2", "sql", "plan"], ignoreOrder: true);
        foreach (var entry in entries)
        {
            var intervals = await ledger.IntervalsAsync(NumberOf(entry));
            Ledger.Sum(intervals).ShouldBe(entry.GetProperty("millicredits").GetInt64());
            intervals.Select(interval => interval.GetProperty("sequence").GetString()).ShouldBe(Enumerable.Range(1, intervals.Count).Select(number => $"{number}"));
        }
    }

    private static async Task<List<TestQuery>> QueriesAsync(TestProject project)
    {
        var schemaId = await NumberedEvents.CreateAsync(project, "numbers");
        await using var writer = await project.WriterAsync("numbers");
        await NumberedEvents.WriteAsync(writer, schemaId, 0, 1_000);
        var queries = new List<TestQuery>();
        for (var number = 0; number < Queries; number++)
        {
            queries.Add(await project.QueryAsync(new QueryDefinition($"q{number}", "numbers", "SELECT n FROM numbers")));
            await queries[^1].StartAsync();
        }

        return queries;
    }

    /// <summary>Waits until every runner that runs was charged for an interval.</summary>
    private static Task SpendAsync(Ledger ledger) => Until.HoldsAsync(
        "each runner was charged", async () => (await ledger.EntriesAsync()).Where(IsOpen).All(entry => entry.GetProperty("millicredits").GetInt64() > 0));

    private static bool IsOpen(JsonElement entry) => entry.GetProperty("stopped").ValueKind == JsonValueKind.Null;

    private static string NumberOf(JsonElement entry) => entry.GetProperty("number").GetString()!;
}
