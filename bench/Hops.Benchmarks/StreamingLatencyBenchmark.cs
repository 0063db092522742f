using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Hops.Cli.Demo;
using Hops.Cli.Tests.Support;
using Hops.Client.Topics;
using Hops.Streaming.DuckDb;
using Hops.Streaming.Planning;

namespace Hops.Benchmarks;

/// <summary>
/// How long one record takes from its producer to a row that others can read: <c>hops server</c>, its runner and every sync of both are in
/// it. Records come one at a time, each when the one before it is visible and some time has gone by that is no multiple of the trigger.
/// </summary>
internal sealed class StreamingLatencyBenchmark
{
    private const string Project = "bench";
    private const string Name = "latency";
    private const int TriggerMs = 100;
    private const int WarmRecords = 40;
    private const int Records = 200;
    private const long RowsPerSecondOfEventTime = 100_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    internal static async Task RunAsync(Report report)
    {
        if (!DuckDbLibrary.IsAvailable)
        {
            report.Fact("libduckdb.so", "does not load on this platform");
            return;
        }

        var directory = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, $"latency-{Environment.ProcessId}")).FullName;
        try
        {
            await using var server = new DemoServer(Path.Combine(directory, "data"), BuiltProgram.Hops);
            await server.StartAsync(CancellationToken.None);
            using var user = await DemoUser.SignInAsync(server, "admin", server.OneTimePassword);
            await user.Rest.CallAsync(HttpMethod.Post, "projects", new { name = Project });
            await user.JoinAsync(Project);
            await MeasureAsync(report, user);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task MeasureAsync(Report report, DemoUser user)
    {
        await user.Rest.CallAsync(HttpMethod.Post, $"projects/{Project}/topics", new { name = Name, partitions = 1 });
        using var registry = user.Registry();
        var pool = new ReadingPool(1, 1, await registry.RegisterAsync($"{Name}-value", ReadingPool.Schema, CancellationToken.None));
        await using var writer = await TopicWriter.OpenAsync(user.ConnectAsync, Name, new TopicWriterOptions(), CancellationToken.None);
        await user.Rest.CallAsync(HttpMethod.Post, $"projects/{Project}/datasets", new { name = Name, access = "EDITABLE" });
        var definition = JsonSerializer.Deserialize<JsonElement>(new StreamingQuery
        {
            Name = Name,
            Topic = Name,
            Sink = Name,
            Sql = $"SELECT * FROM {Name}",
            StartingOffsets = StartingOffsets.Earliest,
            Trigger = new QueryTrigger(TriggerMs),
        }.ToJson());
        await user.Rest.CallAsync(HttpMethod.Post, $"projects/{Project}/queries", new { name = Name, definition });
        await user.Rest.CallAsync(HttpMethod.Post, $"projects/{Project}/queries/{Name}/start");

        var (acknowledged, visible) = (new List<double>(), new List<double>());
        using var files = user.Files();
        for (var number = 0; number < WarmRecords + Records; number++)
        {
            var slice = pool.Next(RowsPerSecondOfEventTime).Slices[0];
            var record = slice.Records.Span[0];
            var value = slice.Buffer.Slice(record.ValueOffset, record.ValueLengthBytes);
            var begun = Stopwatch.GetTimestamp();
            await writer.AddAsync(0, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), default, value.Span, null, CancellationToken.None);
            await writer.FlushAsync(CancellationToken.None);
            var written = Stopwatch.GetElapsedTime(begun);

            // A batch is one transaction: when its commit is there, so is its file.
            while (await files.FindAsync($"/Projects/{Project}/{Name}/_checkpoint/commits/{number}") is null)
            {
                if (Stopwatch.GetElapsedTime(begun) > Patience)
                    throw new TimeoutException($"record {number} is not visible after {Patience.TotalSeconds:0} seconds");
                await Task.Delay(Pause);
            }

            if (number >= WarmRecords)
            {
                acknowledged.Add(written.TotalMilliseconds);
                visible.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(TriggerMs + (number * 37 % TriggerMs)));
        }

        report.Fact("record sent to acknowledged, ms: median, 99th percentile", Percentiles(acknowledged));
        report.Fact("record sent to visible row, ms: median, 99th percentile", Percentiles(visible));
        await user.Rest.CallAsync(HttpMethod.Post, $"projects/{Project}/queries/{Name}/stop");
    }

    private static string Percentiles(List<double> milliseconds)
    {
        milliseconds.Sort();
        return string.Create(CultureInfo.InvariantCulture, $"{milliseconds[milliseconds.Count / 2]:F1}, {milliseconds[milliseconds.Count * 99 / 100]:F1}");
    }
}
