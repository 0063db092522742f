using System.Diagnostics;
using System.Globalization;
using Hops.Schemas.Types;
using Hops.Streaming.Batches;
using Hops.Streaming.Decoding;
using Hops.Streaming.DuckDb;
using Hops.Streaming.Planning;

namespace Hops.Benchmarks;

/// <summary>
/// The streaming engine alone: 77-byte Avro records in memory are decoded, aggregated in 10 s windows over 1,000 keys (or passed through),
/// and written as synced state and Parquet files. Two threads. Broker and commit are not in it.
/// </summary>
internal static class StreamingEngineBenchmark
{
    private const string Window = """
        SELECT window_start, window_end, device, count(*) AS n, sum(value) AS total, max(value) AS high, avg(value) AS mean
        FROM readings GROUP BY tumble(ts, INTERVAL '10 seconds'), device
        """;

    private const string PassThrough = "SELECT id, device, kind, ts, name, region, note, value, weight, flag FROM readings WHERE flag";
    private const string Decode = "SELECT count(*) AS n, max(id) AS id, max(device) AS d, max(kind) AS k, max(ts) AS t, max(name) AS a, max(region) AS r, max(value) AS v FROM readings";
    private const int PoolBatches = 4;
    private const long RowsPerSecondOfEventTime = 100_000;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(4);

    internal static Task RunAsync(Report report)
    {
        if (!DuckDbLibrary.IsAvailable)
        {
            report.Fact("libduckdb.so", "does not load on this platform");
            return Task.CompletedTask;
        }
        report.Fact("DuckDB", DuckDbLibrary.Version);
        foreach (var rows in (int[])[1_000_000, 100_000, 10_000])
        {
            var label = rows.ToString("N0", CultureInfo.InvariantCulture) + " rows a batch";
            Measure(report, $"decode all fields, one row out, {label}", Query(Decode, OutputMode.Complete), rows);
            Measure(report, $"10 s windows x 1,000 keys, append, {label}", Query(Window, OutputMode.Append), rows);
            Measure(report, $"10 s windows x 1,000 keys, update, {label}", Query(Window, OutputMode.Update), rows);
            Measure(report, $"filter and pass through to Parquet, {label}", Query(PassThrough, OutputMode.Append), rows);
        }
        report.Fact("resident memory, MiB", (Environment.WorkingSet >> 20).ToString(CultureInfo.InvariantCulture));
        return Task.CompletedTask;
    }

    /// <summary>Runs a query over records in memory for a while.</summary>
    /// <returns>Rows a second.</returns>
    internal static double Measure(Report report, string name, StreamingQuery query, int rows)
    {
        var directory = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, $"streaming-{Environment.ProcessId}")).FullName;
        try
        {
            var schema = TypedSchema.Parse(SchemaType.Avro, ReadingPool.Schema, []);
            var options = new BatchEngineOptions { StagingDirectory = directory, RunToken = "bench" };
            using var engine = BatchEngine.Open(QueryPlan.Create(query, schema), new WriterSchemas(_ => schema), options);
            var pool = new ReadingPool(rows, PoolBatches);
            var (batchId, slowest, processor) = (0L, TimeSpan.Zero, TimeSpan.Zero);
            var rate = report.Loop(name, Duration, rows, () =>
            {
                var batch = pool.Next(RowsPerSecondOfEventTime);
                var (start, processorStart) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
                var result = engine.Process(batchId++, batch, DateTimeOffset.UnixEpoch);
                engine.Accept();
                var elapsed = Stopwatch.GetElapsedTime(start);
                processor += Environment.CpuUsage.TotalTime - processorStart;
                slowest = batchId > 3 && elapsed > slowest ? elapsed : slowest;
                foreach (var file in result.Files)
                    File.Delete(file.Path);
            });
            report.Rate("  the same for each second of a busy core", batchId * rows, processor);
            report.Fact("  slowest batch, ms", slowest.TotalMilliseconds.ToString("N0", CultureInfo.InvariantCulture));
            return rate;
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static StreamingQuery Query(string sql, OutputMode mode) => new()
    {
        Name = "bench",
        Topic = "readings",
        Sink = "/bench",
        Sql = sql,
        OutputMode = mode,
        Watermark = sql == Window ? new QueryWatermark("ts", 5_000) : null,
    };
}
