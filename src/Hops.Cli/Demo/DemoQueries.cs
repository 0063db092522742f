using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Hops.Client.Rest;
using Hops.Core.Errors;

namespace Hops.Cli.Demo;

/// <summary>The two streaming queries of the demo: all events as they are, and one row a day and key.</summary>
internal sealed class DemoQueries(PlatformClient rest, string project, DemoTable table)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Name of the query and dataset of all events.</summary>
    public string Raw => table.Name + "_raw";

    /// <summary>Name of the query and dataset of one row a day and key.</summary>
    public string Daily => table.Name + "_daily";

    /// <summary>The SQL of the aggregation.</summary>
    public string DailySql
    {
        get
        {
            var keys = string.Concat(table.Keys.Select(column => $"{column.Sql}, "));
            var groups = string.Concat(table.Keys.Select(column => $", {column.Sql}"));
            return $"SELECT window_start, {keys}count(*) AS events, sum({table.Measure.Sql}) AS measured_sum, "
                + $"avg({table.Measure.Sql}) AS measured_mean, count(*) FILTER (WHERE {table.Measure.Sql} IS NULL) AS missing "
                + $"FROM {table.Sql} GROUP BY tumble({table.TimeColumn.Sql}, INTERVAL '1 day'){groups}";
        }
    }

    /// <summary>Makes both and starts them.</summary>
    public async Task StartAsync()
    {
        await StartAsync(Raw, $"SELECT * FROM {table.Sql}", watermark: null);
        await StartAsync(Daily, DailySql, new { column = table.TimeColumn.Name, delayMs = table.DelayMs });
    }

    /// <summary>Lets both finish their batch, and stops them.</summary>
    public async Task StopAsync()
    {
        await rest.CallAsync(HttpMethod.Post, $"projects/{project}/queries/{Raw}/stop");
        await rest.CallAsync(HttpMethod.Post, $"projects/{project}/queries/{Daily}/stop");
    }

    /// <summary>What a query is at.</summary>
    public async Task<JsonElement> StatusAsync(string query) =>
        (await rest.CallAsync(HttpMethod.Get, $"projects/{project}/queries/{query}")).Body.GetProperty("status");

    /// <summary>Waits until the runner of a query works, and gives its process.</summary>
    /// <param name="query">Name of the query.</param>
    /// <param name="other">A process that it must not be.</param>
    public async Task<int> RunnerAsync(string query, int other = 0)
    {
        var found = 0;
        await UntilAsync($"{query} runs", async () =>
        {
            var status = await StatusAsync(query);
            ThrowIfFailed(query, status);
            if (status.GetProperty("state").GetString() != "RUNNING" || status.GetProperty("processId").ValueKind != JsonValueKind.Number)
                return false;
            found = status.GetProperty("processId").GetInt32();
            return found != other;
        });
        return found;
    }

    /// <summary>Waits until a query has committed at least so many events.</summary>
    public Task CommittedAsync(string query, long events) => UntilAsync($"{query} has committed {events} events", async () =>
    {
        ThrowIfFailed(query, await StatusAsync(query));
        return await LastAsync(query) is { } progress && Events(progress) >= events;
    });

    /// <summary>Waits until the aggregation has closed every window that its watermark can close.</summary>
    public Task ClosedAsync(long watermarkMs) => UntilAsync("the last windows are closed", async () =>
        await LastAsync(Daily) is { } progress
        && DateTimeOffset.Parse(progress.GetProperty("eventTime").GetProperty("watermark").GetString()!, CultureInfo.InvariantCulture)
            .ToUnixTimeMilliseconds() >= watermarkMs);

    private static long Events(JsonElement progress) =>
        progress.GetProperty("sources")[0].GetProperty("endOffset").EnumerateObject().Single().Value.EnumerateObject().Sum(item => item.Value.GetInt64());

    private static void ThrowIfFailed(string query, JsonElement status)
    {
        if (status.GetProperty("state").GetString() == "FAILED")
            throw new PlatformException(ErrorCode.Internal, $"Query {query} failed: {status.GetProperty("message").GetString()}");
    }

    private static async Task UntilAsync(string what, Func<Task<bool>> holds)
    {
        var watch = Stopwatch.StartNew();
        while (!await holds())
        {
            if (watch.Elapsed > Patience)
                throw new PlatformException(ErrorCode.Timeout, $"Waited {Patience.TotalSeconds:0} s in vain until {what}.");
            await Task.Delay(Pause);
        }
    }

    private async Task<JsonElement?> LastAsync(string query)
    {
        var items = (await rest.CallAsync(HttpMethod.Get, $"projects/{project}/queries/{query}/progress")).Body.GetProperty("items");
        return items.GetArrayLength() > 0 ? items[items.GetArrayLength() - 1] : null;
    }

    private async Task StartAsync(string name, string sql, object? watermark)
    {
        var definition = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["name"] = name,
            ["topic"] = table.Name,
            ["sql"] = sql,
            ["sink"] = name,
            ["startingOffsets"] = "earliest",
            ["trigger"] = new { intervalMs = 1000 },
            ["limits"] = new { recordsPerBatchMax = 100_000, memoryMaxMiB = 512, threads = 2 },
        };
        if (watermark is not null)
            definition["watermark"] = watermark;
        await rest.CallAsync(HttpMethod.Post, $"projects/{project}/queries", new { name, definition });
        await rest.CallAsync(HttpMethod.Post, $"projects/{project}/queries/{name}/start");
    }
}
