using System.Globalization;
using System.IO.Compression;
using Hops.Streaming.Batches;
using Hops.Streaming.Decoding;
using Hops.Streaming.Planning;

namespace Hops.Streaming.Tests.Batches;

/// <summary>
/// All departures from New York's airports in 2013 in the order of their file, which jumps back 54,795 times, against a plain computation
/// over the same rows: late rows, windows and sums must be the same, batch by batch.
/// </summary>
public sealed class FlightsReplayTests : IDisposable
{
    private const string Schema = """
        {"type":"record","name":"Departure","fields":[
          {"name":"carrier","type":"string"},
          {"name":"origin","type":"string"},
          {"name":"dep_delay","type":["null","int"],"default":null},
          {"name":"ts","type":{"type":"long","logicalType":"timestamp-millis"}}]}
        """;

    private const int BatchRows = 10_000;
    private const long DelayMs = 2 * 3_600_000;

    private readonly EngineFixture _fixture = new EngineFixture().Schema(1, Schema);

    public void Dispose() => _fixture.Dispose();

    [DeparturesTheory]
    [InlineData("tumble(ts, INTERVAL '1 day')", 24, 24)]
    [InlineData("window(ts, '1 day')", 24, 24)]
    [InlineData("hop(ts, INTERVAL 6 HOURS, INTERVAL '1 day')", 24, 6)]
    [InlineData("hop(ts, INTERVAL 4 HOURS, INTERVAL 6 HOURS)", 6, 4)]
    public void Late_rows_and_windows_are_those_of_an_independent_computation(string window, int sizeHours, int slideHours)
    {
        var expected = new WindowModel(sizeHours * 3_600_000L, slideHours * 3_600_000L, DelayMs);
        _fixture.Open(Query(window), snapshotInterval: 7);
        var batchId = 0L;
        foreach (var rows in Departures.Read().Chunk(BatchRows))
        {
            var expectedBatch = expected.Add(rows);
            if (batchId == 13)
                Restart(window);
            var result = _fixture.Run(batchId, Batch.Of("departures", 0, batchId * BatchRows, [.. rows.Select(Encode)]));
            result.LateRows.ShouldBe(expectedBatch.LateRows, $"late rows of batch {batchId}");
            result.WatermarkMs.ShouldBe(expectedBatch.WatermarkMs);
            Emitted(result).ShouldBe(expectedBatch.Lines, $"windows of batch {batchId}");
            batchId++;
        }
        batchId.ShouldBe(34);
        expected.LateRowsTotal.ShouldBeGreaterThan(1_000);
    }

    private static StreamingQuery Query(string window) => new()
    {
        Name = "daily",
        Topic = "departures",
        Sink = "/Projects/airports/daily",
        Watermark = new QueryWatermark("ts", DelayMs),
        Sql = $"""
            SELECT window_start, window_end, carrier, origin, count(*) AS flights, avg(dep_delay) AS mean_delay,
                   count(*) FILTER (WHERE dep_delay IS NULL) AS cancelled, sum(dep_delay) AS total, max(dep_delay) AS worst
            FROM departures GROUP BY {window}, carrier, origin
            """,
    };

    private BatchResult? _last;

    private void Restart(string window)
    {
        var (manifest, watermarkMs) = (_last!.State, _last.WatermarkMs);
        _fixture.Open(Query(window), snapshotInterval: 7);
        _fixture.Engine.Restore(manifest, watermarkMs);
    }

    private List<string> Emitted(BatchResult result)
    {
        _last = result;
        var lines = _fixture.Rows(
            result.Files,
            """
            SELECT concat_ws('|', epoch_ms(window_start), epoch_ms(window_end), carrier, origin, flights, coalesce(round(mean_delay, 6)::DECIMAL(18,6), 0),
                             cancelled, coalesce(total, 0), coalesce(worst, -999)) FROM output
            """).Select(line => line[2..^2]).ToList();
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    private static byte[] Encode(Departure row)
    {
        var bytes = AvroBytes.Framed(1).Text(row.Carrier).Text(row.Origin);
        return (row.Delay is { } delay ? bytes.Long(1).Long(delay) : bytes.Long(0)).Long(row.TimeMs).ToArray();
    }
}

/// <summary>A theory over the file of departures.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DeparturesTheoryAttribute : TheoryAttribute
{
    public DeparturesTheoryAttribute() => Skip = DuckDbRequirement.Skip
        ?? (Departures.Path is null ? "flights.csv.gz is absent; name its folder in HOPS_SHARED_DATA" : null);
}

internal sealed record Departure(string Carrier, string Origin, int? Delay, long TimeMs);

/// <summary>The file of departures: <c>samples/</c> of the checkout, or the folder named by HOPS_SHARED_DATA.</summary>
internal static class Departures
{
    public static string? Path { get; } = Find();

    public static IEnumerable<Departure> Read()
    {
        using var text = new StreamReader(new GZipStream(File.OpenRead(Path!), CompressionMode.Decompress));
        text.ReadLine();
        while (text.ReadLine() is { } line)
        {
            var cells = line.Split(',');
            var delay = cells[5] == "NA" ? (int?)null : int.Parse(cells[5], CultureInfo.InvariantCulture);
            var time = DateTimeOffset.Parse(cells[18], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            yield return new Departure(cells[9], cells[12], delay, time.ToUnixTimeMilliseconds());
        }
    }

    private static string? Find()
    {
        var places = new List<string?> { Environment.GetEnvironmentVariable("HOPS_SHARED_DATA") };
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            places.Add(System.IO.Path.Combine(directory.FullName, "samples"));
            places.Add(System.IO.Path.Combine(directory.FullName, "shared", "data"));
        }
        return places.OfType<string>().Select(place => System.IO.Path.Combine(place, "flights.csv.gz")).FirstOrDefault(File.Exists);
    }
}
