using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Hops.Streaming.Batches;

/// <summary>
/// Progress of one batch, in the JSON of Spark's <c>StreamingQueryProgress</c> (reference 07 section 1.6), which dashboards and listeners
/// understand. Rates are rounded to one decimal; rates that are no number and empty maps are left out.
/// </summary>
public sealed record StreamingQueryProgress
{
    /// <summary>Identity of the query over all its runs.</summary>
    public required Guid Id { get; init; }

    /// <summary>Identity of this run.</summary>
    public required Guid RunId { get; init; }

    /// <summary>Name of the query.</summary>
    public required string Name { get; init; }

    /// <summary>When the trigger began.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>What the batch did.</summary>
    public required BatchResult Batch { get; init; }

    /// <summary>How long the trigger took.</summary>
    public required TimeSpan BatchDuration { get; init; }

    /// <summary>Time since the trigger before began; null for the first one.</summary>
    public TimeSpan? TriggerGap { get; init; }

    /// <summary>Duration of each step by its name in Spark: <c>latestOffset</c>, <c>walCommit</c>, <c>addBatch</c>, <c>triggerExecution</c>, ...</summary>
    public IReadOnlyDictionary<string, TimeSpan> Durations { get; init; } = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);

    /// <summary>Watermark in force during the batch, milliseconds since the Unix epoch; null for a query without one.</summary>
    public long? WatermarkMs { get; init; }

    /// <summary>The source.</summary>
    public required SourceProgress Source { get; init; }

    /// <summary>What the sink is, such as <c>HopsFS[/Projects/p/d]</c>.</summary>
    public required string SinkDescription { get; init; }

    /// <summary>The JSON, in one line.</summary>
    public string ToJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
            Write(json);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", Id);
        json.WriteString("runId", RunId);
        json.WriteString("name", Name);
        json.WriteString("timestamp", Iso(Timestamp));
        // Spark's name for it.
        json.WriteNumber("batchId", Batch.Sequence);
        json.WriteNumber("batchDuration", Millis(BatchDuration));
        WriteRates(json);
        WriteDurations(json);
        WriteEventTime(json);
        json.WriteStartArray("stateOperators");
        if (Batch.StateNumbers is { } state)
            WriteState(json, state);
        json.WriteEndArray();
        json.WriteStartArray("sources");
        WriteSource(json);
        json.WriteEndArray();
        json.WriteStartObject("sink");
        json.WriteString("description", SinkDescription);
        json.WriteNumber("numOutputRows", Batch.RowsOut);
        json.WriteEndObject();
        WriteObserved(json);
        json.WriteEndObject();
    }

    private void WriteRates(Utf8JsonWriter json)
    {
        json.WriteNumber("numInputRows", Batch.RowsIn);
        WriteRate(json, "inputRowsPerSecond", TriggerGap);
        WriteRate(json, "processedRowsPerSecond", BatchDuration);
    }

    private void WriteRate(Utf8JsonWriter json, string name, TimeSpan? time)
    {
        if (time is { Ticks: > 0 } known)
            json.WriteNumber(name, Math.Round(Batch.RowsIn / known.TotalSeconds, 1));
    }

    private void WriteDurations(Utf8JsonWriter json)
    {
        if (Durations.Count == 0)
            return;
        json.WriteStartObject("durationMs");
        foreach (var (name, duration) in Durations.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            json.WriteNumber(name, Millis(duration));
        json.WriteEndObject();
    }

    private void WriteEventTime(Utf8JsonWriter json)
    {
        if (WatermarkMs is not { } watermark)
            return;
        json.WriteStartObject("eventTime");
        if (Batch.EventTimes is { } times)
        {
            json.WriteString("avg", Iso(times.AverageMs));
            json.WriteString("max", Iso(times.MaxMs));
            json.WriteString("min", Iso(times.MinMs));
        }
        json.WriteString("watermark", Iso(watermark));
        json.WriteEndObject();
    }

    private void WriteState(Utf8JsonWriter json, StateNumbers state)
    {
        json.WriteStartObject();
        json.WriteString("operatorName", "stateStoreSave");
        json.WriteNumber("numRowsTotal", state.RowsTotal);
        json.WriteNumber("numRowsUpdated", state.RowsUpdated);
        json.WriteNumber("allUpdatesTimeMs", 0);
        json.WriteNumber("numRowsRemoved", state.RowsRemoved);
        json.WriteNumber("allRemovalsTimeMs", 0);
        json.WriteNumber("commitTimeMs", 0);
        json.WriteNumber("memoryUsedBytes", state.MemoryUsedBytes);
        json.WriteNumber("numRowsDroppedByWatermark", Batch.LateRows);
        json.WriteNumber("numShufflePartitions", 1);
        json.WriteNumber("numStateStoreInstances", 1);
        json.WriteEndObject();
    }

    private void WriteSource(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("description", Source.Description);
        WriteOffsets(json, "startOffset", Source.StartOffset);
        WriteOffsets(json, "endOffset", Source.EndOffset);
        WriteOffsets(json, "latestOffset", Source.LatestOffset);
        WriteRates(json);
        json.WriteEndObject();
    }

    private static void WriteOffsets(Utf8JsonWriter json, string name, string? offsets)
    {
        json.WritePropertyName(name);
        if (offsets is null)
            json.WriteNullValue();
        else
            json.WriteRawValue(offsets);
    }

    /// <summary>What was left out, in the place that Spark has for numbers of one's own.</summary>
    private void WriteObserved(Utf8JsonWriter json)
    {
        var counts = new[] { ("badRecords", Batch.BadRecordCount), ("lateRows", Batch.LateRows), ("rowsWithoutTime", Batch.RowsWithoutTime) };
        if (counts.All(count => count.Item2 == 0))
            return;
        json.WriteStartObject("observedMetrics");
        foreach (var (name, count) in counts.Where(count => count.Item2 > 0))
        {
            json.WriteStartObject(name);
            json.WriteNumber("count", count);
            if (name == "lateRows")
                json.WriteNumber("maxMs", Batch.LateMaxMs);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static long Millis(TimeSpan duration) => (long)duration.TotalMilliseconds;

    private static string Iso(long milliseconds) => Iso(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));

    private static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}

/// <summary>Progress of a source.</summary>
/// <param name="Description">What it is, such as <c>KafkaV2[Subscribe[departures]]</c>.</param>
/// <param name="StartOffset">JSON: topic, partition, offset; null before the first batch.</param>
/// <param name="EndOffset">JSON: where the batch ended.</param>
/// <param name="LatestOffset">JSON: where the topic ended when the batch began.</param>
public sealed record SourceProgress(string Description, string? StartOffset, string EndOffset, string LatestOffset);
