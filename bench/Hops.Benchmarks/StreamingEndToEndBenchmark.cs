using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Hops.Cli.Demo;
using Hops.Cli.Tests.Support;
using Hops.Client.Topics;
using Hops.Kafka.Records;
using Hops.Streaming.DuckDb;
using Hops.Streaming.Planning;

namespace Hops.Benchmarks;

/// <summary>
/// A streaming query from the log of the broker to committed Parquet files: <c>hops server</c> and its runner are processes of their own,
/// everything between them goes over their sockets, and every file and commit is synced. The topic is full before the query starts.
/// </summary>
internal sealed class StreamingEndToEndBenchmark
{
    private const string Project = "bench";
    private const string Window = """
        SELECT window_start, window_end, device, count(*) AS n, sum(value) AS total, avg(value) AS mean
        FROM TOPIC GROUP BY tumble(ts, INTERVAL '10 seconds'), device
        """;

    private const string Raw = "SELECT * FROM TOPIC";
    private const int BatchRows = 1_000_000;
    private const int Partitions = 2;
    private const int WatermarkDelayMs = 5_000;
    private const long RowsPerSecondOfEventTime = 100_000;
    private const long WindowRows = RowsPerSecondOfEventTime * 10;
    private const double Mega = 1_000_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Report _report;
    private readonly DemoServer _server;
    private readonly DemoUser _user;
    private readonly double _engineRate;
    private readonly int _batches;

    private StreamingEndToEndBenchmark(Report report, DemoServer server, DemoUser user, double engineRate, int batches) =>
        (_report, _server, _user, _engineRate, _batches) = (report, server, user, engineRate, batches);

    private long Rows => (long)_batches * BatchRows;

    internal static async Task RunAsync(Report report)
    {
        if (!DuckDbLibrary.IsAvailable)
        {
            report.Fact("libduckdb.so", "does not load on this platform");
            return;
        }

        var engineRate = StreamingEngineBenchmark.Measure(
            report, "engine alone: 10 s windows x 1,000 keys, append", Query(Window, "readings"), BatchRows);
        var directory = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, $"streaming-{Environment.ProcessId}")).FullName;
        try
        {
            await using var server = new DemoServer(Path.Combine(directory, "data"), BuiltProgram.Hops);
            await server.StartAsync(CancellationToken.None);
            using var user = await DemoUser.SignInAsync(server, "admin", server.OneTimePassword);
            await user.Rest.CallAsync(HttpMethod.Post, "projects", new { name = Project });
            await user.JoinAsync(Project);
            var batches = int.Parse(Environment.GetEnvironmentVariable("ROWS_MILLIONS") ?? "10", CultureInfo.InvariantCulture);
            var benchmark = new StreamingEndToEndBenchmark(report, server, user, engineRate, batches);
            foreach (var codec in (CompressionCodec[])[CompressionCodec.None, CompressionCodec.Lz4])
                await benchmark.MeasureAsync(codec);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private async Task MeasureAsync(CompressionCodec codec)
    {
        var name = codec.ToString().ToLowerInvariant();
        var topic = "readings_" + name;
        await PreloadAsync(topic, codec);
        var closed = Rows - (WatermarkDelayMs * RowsPerSecondOfEventTime / 1000) - 1;
        await MeasureAsync($"10 s windows x 1,000 keys, {name}", topic, Window, "sum(n)", closed / WindowRows * WindowRows);
        await MeasureAsync($"records as they are, {name}", topic, Raw, "count(*)", Rows);
    }

    private async Task PreloadAsync(string topic, CompressionCodec codec)
    {
        await _user.Rest.CallAsync(HttpMethod.Post, $"projects/{Project}/topics", new { name = topic, partitions = Partitions });
        using var registry = _user.Registry();
        var pool = new ReadingPool(BatchRows, 1, await registry.RegisterAsync($"{topic}-value", ReadingPool.Schema, CancellationToken.None));
        var options = new TopicWriterOptions { Codec = codec, BatchBytes = 512 * 1024 };
        await using var writer = await TopicWriter.OpenAsync(_user.ConnectAsync, topic, options, CancellationToken.None);
        // The time of a record is not its event time: records of 2013 would have gone by retention before they are read.
        var nowMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var begun = Stopwatch.GetTimestamp();
        for (var batch = 0; batch < _batches; batch++)
        {
            var slice = pool.Next(RowsPerSecondOfEventTime).Slices[0];
            for (var row = 0; row < slice.Records.Length; row++)
            {
                var record = slice.Records.Span[row];
                var value = slice.Buffer.Span.Slice(record.ValueOffset, record.ValueLengthBytes);
                await writer.AddAsync(row % Partitions, nowMs, default, value, null, CancellationToken.None);
            }
        }

        await writer.FlushAsync(CancellationToken.None);
        _report.Rate($"filled topic {topic}", writer.Acknowledged, Stopwatch.GetElapsedTime(begun));
    }

    private async Task MeasureAsync(string name, string topic, string sql, string counted, long expected)
    {
        var query = topic + (sql == Raw ? "_raw" : "_windows");
        var definition = JsonSerializer.Deserialize<JsonElement>((Query(sql, topic) with { Name = query, Sink = query }).ToJson());
        await _user.Rest.CallAsync(HttpMethod.Post, $"projects/{Project}/datasets", new { name = query, access = "EDITABLE" });
        await _user.Rest.CallAsync(HttpMethod.Post, $"projects/{Project}/queries", new { name = query, definition });

        var before = ProcessFigures.Processor(_server.Addresses.ProcessId);
        var begun = Stopwatch.GetTimestamp();
        await _user.Rest.CallAsync(HttpMethod.Post, $"projects/{Project}/queries/{query}/start");
        var (working, memory) = await FinishAsync(query);
        var elapsed = Stopwatch.GetElapsedTime(begun);
        var after = ProcessFigures.Processor(_server.Addresses.ProcessId);

        _report.Rate(name, Rows, working, _engineRate);
        _report.Rate("  the same with the start of the process", Rows, elapsed, _engineRate);
        var (server, runner) = (after.Self - before.Self, after.Children - before.Children);
        _report.Fact("  CPU seconds for a million rows, server + runner", Seconds(server) + " + " + Seconds(runner));
        _report.Fact("  resident memory of the runner, MiB: half way, peak", string.Create(
            CultureInfo.InvariantCulture, $"{memory.NowBytes >> 20:N0}, {memory.PeakBytes >> 20:N0}"));
        var answer = (await _user.Rest.CallAsync(
            HttpMethod.Post, $"projects/{Project}/sql", new { statement = $"SELECT CAST({counted} AS BIGINT) FROM {query}" })).Body;
        var count = answer.GetProperty("rows")[0][0];
        var isRight = long.Parse(count.ToString(), CultureInfo.InvariantCulture) == expected;
        _report.Fact("  rows by SQL", isRight ? $"{expected:N0}" : $"{count}, NOT {expected}");
    }

    /// <summary>Waits for the end of a query.</summary>
    /// <returns>Time from when its runner had planned it to its end, and the memory of the runner.</returns>
    private async Task<(TimeSpan Working, (long NowBytes, long PeakBytes) Memory)> FinishAsync(string query)
    {
        var begun = Stopwatch.GetTimestamp();
        var since = default(DateTimeOffset);
        var samples = new List<(long NowBytes, long PeakBytes)>();
        while (Stopwatch.GetElapsedTime(begun) < Patience)
        {
            var status = (await _user.Rest.CallAsync(HttpMethod.Get, $"projects/{Project}/queries/{query}")).Body.GetProperty("status");
            var state = status.GetProperty("state").GetString();
            if (state == "FAILED")
                throw new InvalidOperationException(status.GetProperty("message").GetString());
            if (state == "RUNNING")
            {
                since = status.GetProperty("since").GetDateTimeOffset();
                if (ProcessFigures.Memory(status.GetProperty("processId").GetInt32()) is { NowBytes: > 0 } memory)
                    samples.Add(memory);
            }

            if (state == "FINISHED")
                return (status.GetProperty("since").GetDateTimeOffset() - since, (samples[samples.Count / 2].NowBytes, samples[^1].PeakBytes));
            await Task.Delay(Pause);
        }

        throw new TimeoutException($"{query} did not finish in {Patience.TotalMinutes:0} minutes");
    }

    private static StreamingQuery Query(string sql, string topic) => new()
    {
        Name = "bench",
        Topic = topic,
        Sink = "/bench",
        Sql = sql.Replace("TOPIC", topic, StringComparison.Ordinal),
        Watermark = sql == Window ? new QueryWatermark("ts", WatermarkDelayMs) : null,
        StartingOffsets = StartingOffsets.Earliest,
        Trigger = new QueryTrigger(AvailableNow: true),
    };

    private string Seconds(TimeSpan processor) => (processor.TotalSeconds * Mega / Rows).ToString("F3", CultureInfo.InvariantCulture);
}
