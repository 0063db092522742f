using System.Globalization;
using Hops.EndToEnd.Tests.Platform;
using Hops.Streaming.Checkpoints;
using Xunit.Abstractions;

namespace Hops.EndToEnd.Tests.Crashes;

/// <summary>
/// kill -9 of the server and of runners while events are produced, files are written and two queries run: whatever was acknowledged is
/// there at the end, and every event has its effect once.
/// </summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const long WindowSeconds = 60;
    private const long DelaySeconds = 600;

    private static readonly QueryDefinition Raw = new("raw", "numbers", "SELECT * FROM numbers") { IntervalMs = 100 };

    private static readonly QueryDefinition Windows = new(
        "windows",
        "numbers",
        "SELECT window_start, station, count(*) AS events, CAST(sum(value) AS BIGINT) AS total FROM numbers GROUP BY tumble(happened, INTERVAL '1 minute'), station")
    {
        WatermarkColumn = "happened",
        WatermarkDelayMs = DelaySeconds * 1000,
        IntervalMs = 100,
    };

    [SpineFact]
    public Task Six_kills_lose_nothing_and_double_nothing() => KillAsync(kills: 6, Seed());

    [SpineFact]
    [Trait("Speed", "Slow")]
    public Task Fifty_kills_lose_nothing_and_double_nothing() => KillAsync(kills: 50, Seed());

    /// <summary>A new one each time, unless the environment variable <c>HOPS_TEST_SEED</c> asks for one that was printed.</summary>
    private static int Seed() => int.TryParse(Environment.GetEnvironmentVariable("HOPS_TEST_SEED"), CultureInfo.InvariantCulture, out var seed)
        ? seed
        : Random.Shared.Next();

    private async Task KillAsync(int kills, int seed)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}"));
        await using var platform = await TestPlatform.StartAsync();
        await using var project = await platform.ProjectAsync("crash");
        await project.DatasetAsync("files");
        var schemaId = await NumberedEvents.CreateAsync(project, "numbers", partitions: 2);
        var (raw, windows) = (await project.QueryAsync(Raw), await project.QueryAsync(Windows));
        await raw.StartAsync();
        await windows.StartAsync();

        await using var files = new FileLoad(project, "files");
        await using var events = await EventLoad.StartAsync(project, "numbers", schemaId);
        var plan = new KillPlan(platform.Server, [raw, windows], new Random(seed), output.WriteLine);
        for (var kill = 0; kill < kills; kill++)
            await plan.NextAsync();

        var acknowledged = await events.StopAsync();
        var written = await files.StopAndCheckAsync();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{acknowledged} events and {written} files were acknowledged"));
        acknowledged.ShouldBeGreaterThan(WindowSeconds + DelaySeconds, "the load must close a window");
        await raw.CommitsAsync(acknowledged);
        await windows.CommitsAsync(acknowledged);
        await raw.StopAsync();
        await windows.StopAsync();

        await ShouldHoldEachEventOnceAsync(project, acknowledged);
        await ShouldHoldTheClosedWindowsAsync(project, acknowledged);
        await ShouldLeaveNothingOfTheDeadAsync(project, raw, "raw");
        await ShouldLeaveNothingOfTheDeadAsync(project, windows, "windows");
    }

    private static async Task ShouldHoldEachEventOnceAsync(TestProject project, long acknowledged)
    {
        var row = (await project.SqlAsync("SELECT count(*), count(DISTINCT n), min(n), max(n), CAST(sum(value) AS BIGINT) FROM raw"))[0];
        row.Select(cell => cell.GetInt64()).ShouldBe(
            [acknowledged, acknowledged, 0, acknowledged - 1, Numbers(acknowledged).Sum(NumberedEvents.Value)]);
        var wrong = await project.SqlAsync(
            $"SELECT n FROM raw WHERE station <> 's' || (n % 3) OR value <> n % 101 OR epoch_ms(happened) <> {NumberedEvents.FirstMs} + n * 1000 LIMIT 5");
        wrong.ShouldBeEmpty();
    }

    private static async Task ShouldHoldTheClosedWindowsAsync(TestProject project, long acknowledged)
    {
        var commit = (await project.LastCommitAsync("windows"))!;
        commit.Totals.ShouldBe(new CommitTotals(acknowledged, Expected(acknowledged).Count, RowsLate: 0, RecordsBad: 0), $"after {commit}");
        var rows = await project.SqlAsync("SELECT epoch_ms(window_start), station, events, total FROM windows");
        var found = rows.Select(row => (row[0].GetInt64(), row[1].GetString()!, row[2].GetInt64(), row[3].GetInt64())).Order().ToList();
        found.ShouldBe(Expected(acknowledged));
    }

    /// <summary>The next start of a query removes what killed runners had staged and never committed.</summary>
    private static async Task ShouldLeaveNothingOfTheDeadAsync(TestProject project, TestQuery query, string sink)
    {
        await query.StartAsync();
        await query.ReachesAsync("RUNNING");
        await query.StopAsync();
        var commit = (await project.LastCommitAsync(sink))!;
        (await NamesAsync(project, $"{sink}/_staged")).ShouldBeEmpty();
        (await NamesAsync(project, $"{sink}/_checkpoint/state")).ShouldBe(commit.State.Names, ignoreOrder: true);
    }

    private static async Task<List<string>> NamesAsync(TestProject project, string directory)
    {
        var names = new List<string>();
        await foreach (var file in project.Files.ListAsync(project.PathOf(directory)))
            names.Add(file.Name);
        return names;
    }

    /// <summary>The closed windows of the first events, by plain loops: those that end at or before the last event less the delay.</summary>
    private static List<(long StartMs, string Station, long Events, long Total)> Expected(long acknowledged)
    {
        var watermarkMs = NumberedEvents.TimeMs(acknowledged - 1) - (DelaySeconds * 1000);
        var groups = new Dictionary<(long StartMs, string Station), (long Events, long Total)>();
        foreach (var number in Numbers(acknowledged))
        {
            var timeMs = NumberedEvents.TimeMs(number);
            var startMs = timeMs - (timeMs % (WindowSeconds * 1000));
            if (startMs + (WindowSeconds * 1000) > watermarkMs)
                continue;
            var key = (startMs, NumberedEvents.Station(number));
            var (count, total) = groups.GetValueOrDefault(key);
            groups[key] = (count + 1, total + NumberedEvents.Value(number));
        }

        return [.. groups.Select(group => (group.Key.StartMs, group.Key.Station, group.Value.Events, group.Value.Total)).Order()];
    }

    private static IEnumerable<long> Numbers(long count)
    {
        for (var number = 0L; number < count; number++)
            yield return number;
    }
}
