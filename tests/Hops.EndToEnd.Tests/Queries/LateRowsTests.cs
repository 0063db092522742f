using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Hops.Client.Topics;
using Hops.EndToEnd.Tests.Platform;
using Hops.Streaming.Checkpoints;

namespace Hops.EndToEnd.Tests.Queries;

/// <summary>
/// All departures from New York's airports in 2013 in the order of their file, which jumps back 54,795 times, on one partition: of what the
/// platform says, the expectation takes the offsets at which batches began and ended, and nothing else.
/// </summary>
[Collection(SharedPlatformCollection.Name)]
public sealed class LateRowsTests(SharedPlatform shared)
{
    private const string Schema =
        """
        {"type":"record","name":"departure","fields":[{"name":"time_hour","type":{"type":"long","logicalType":"timestamp-millis"}},
        {"name":"origin","type":"string"},{"name":"dep_delay","type":["null","long"]}]}
        """;

    private static readonly QueryDefinition Hourly = new(
        "hourly",
        "departures",
        "SELECT window_start, origin, count(*) AS flights, CAST(sum(dep_delay) AS BIGINT) AS delay, count(*) FILTER (WHERE dep_delay IS NULL) AS missing "
        + "FROM departures GROUP BY tumble(time_hour, INTERVAL '1 hour'), origin")
    {
        WatermarkColumn = "time_hour",
        WatermarkDelayMs = LateRowsModel.DelayMs,
        RecordsPerBatchMax = 5_000,
    };

    [SpineFact]
    public async Task Late_rows_and_windows_of_a_replay_are_those_of_an_independent_computation()
    {
        await using var project = await shared.Platform.ProjectAsync("late_rows");
        var departures = Departure.Load();
        await WriteAsync(project, departures);
        var query = await project.QueryAsync(Hourly);

        await query.StartAsync();
        await query.CommitsAsync(departures.Count / 2);
        await KillRunnerAsync(query);
        await query.CommitsAsync(departures.Count);

        // A commit is in the sink before its report is with the server.
        await Until.HoldsAsync("the last commit is told of", async () =>
            (await query.StatusAsync()).GetProperty("totals") is { ValueKind: JsonValueKind.Object } totals && totals.GetProperty("rowsIn").GetInt64() == departures.Count);
        var reports = await query.ProgressAsync();
        var status = await query.StatusAsync();
        await query.StopAsync();

        var commits = await project.CommitsAsync("hourly");
        var model = new LateRowsModel();
        foreach (var (commit, number) in commits.Select((commit, number) => (commit, number)))
        {
            (commit.Sequence, commit.From.Single()).ShouldBe((number, number == 0 ? 0 : commits[number - 1].To.Single()));
            var batch = model.Add(departures, commit.From.Single(), commit.To.Single());
            (commit.RowsLate, commit.WatermarkMs, commit.RowsOut).ShouldBe(batch, $"batch {number}");
        }

        commits[^1].Totals.ShouldBe(new CommitTotals(departures.Count, model.Closed.Count, model.LateRows, RecordsBad: 0, model.LateMaxMs));
        model.LateRows.ShouldBeGreaterThan(1_000, "or the test proves little");
        ShouldReport(reports, commits);
        status.GetProperty("totals").GetProperty("rowsLate").GetInt64().ShouldBe(model.LateRows);
        status.GetProperty("totals").GetProperty("lateMaxMs").GetInt64().ShouldBe(model.LateMaxMs);
        status.GetProperty("note").GetString()!.ShouldContain($"{model.LateRows} of {departures.Count} rows");
        (await ClosedAsync(project)).ShouldBe(model.Closed);
    }

    private static async Task WriteAsync(TestProject project, List<Departure> departures)
    {
        await project.TopicAsync("departures");
        var schemaId = await project.Registry.RegisterAsync("departures-value", Schema, CancellationToken.None);
        await using var writer = await TopicWriter.OpenAsync(
            project.ConnectAsync, "departures", new TopicWriterOptions { BatchBytes = 16 * 1024 }, CancellationToken.None);
        foreach (var departure in departures)
        {
            var value = new EventBytes(schemaId).Long(departure.TimeMs).Text(departure.Origin).LongOrNull(departure.Delay).ToArray();
            await writer.AddAsync(0, departure.TimeMs, default, value, null, CancellationToken.None);
        }

        await writer.FlushAsync(CancellationToken.None);
    }

    private static async Task KillRunnerAsync(TestQuery query)
    {
        var runner = (await query.RunnerAsync()).ShouldNotBeNull("the query is in the middle of its work");
        using var process = Process.GetProcessById(runner);
        process.Kill();
        await Until.HoldsAsync("another runner works", async () => await query.RunnerAsync() is { } next && next != runner);
    }

    /// <summary>The reports of the second runner say of each batch what its commit says.</summary>
    private static void ShouldReport(List<JsonElement> reports, List<CommitRecord> commits)
    {
        reports.ShouldNotBeEmpty();
        foreach (var report in reports)
        {
            var commit = commits[report.GetProperty("batchId").GetInt32()];
            report.GetProperty("stateOperators")[0].GetProperty("numRowsDroppedByWatermark").GetInt64().ShouldBe(commit.RowsLate);
            var observed = report.TryGetProperty("observedMetrics", out var metrics) ? metrics.GetProperty("lateRows").GetProperty("count").GetInt64() : 0;
            observed.ShouldBe(commit.RowsLate);
            report.GetProperty("numInputRows").GetInt64().ShouldBe(commit.RowsIn);
            report.GetProperty("sink").GetProperty("numOutputRows").GetInt64().ShouldBe(commit.RowsOut);
        }
    }

    private static async Task<SortedDictionary<(long StartMs, string Origin), WindowFigures>> ClosedAsync(TestProject project)
    {
        var closed = new SortedDictionary<(long StartMs, string Origin), WindowFigures>();
        foreach (var months in new[] { (1, 3), (4, 6), (7, 9), (10, 12) })
        {
            var rows = await project.SqlAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"SELECT epoch_ms(window_start), origin, flights, delay, missing FROM hourly WHERE month(window_start) BETWEEN {months.Item1} AND {months.Item2}"));
            foreach (var row in rows)
            {
                var delay = row[3].ValueKind == JsonValueKind.Null ? 0 : row[3].GetInt64();
                closed.Add((row[0].GetInt64(), row[1].GetString()!), new WindowFigures(row[2].GetInt64(), delay, row[4].GetInt64()));
            }
        }

        return closed;
    }
}
