using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Hops.Streaming.Batches;
using Hops.Streaming.Checkpoints;
using Hops.Streaming.Planning;
using Hops.Streaming.Sources;

namespace Hops.Streaming.Runner;

/// <summary>
/// Times the stages of each batch and tells them as Spark's <c>StreamingQueryProgress</c> (Spark 4, <c>streaming/progress.scala</c>), so that
/// listeners and dashboards made for Spark understand it.
/// </summary>
internal sealed class ProgressReport(RunnerAssignment assignment, QueryPlan plan, string runId)
{
    private readonly Stopwatch _watch = new();
    private DateTimeOffset _started;
    private DateTimeOffset _startedBefore;
    private long _computedMs;
    private long _stagedMs;

    /// <summary>A batch begins.</summary>
    public void Begin(DateTimeOffset now)
    {
        (_startedBefore, _started) = (_started, now);
        _watch.Restart();
    }

    /// <summary>Its rows and its state are computed.</summary>
    public void Computed() => _computedMs = _watch.ElapsedMilliseconds;

    /// <summary>Its files are on HopsFS.</summary>
    public void Staged() => _stagedMs = _watch.ElapsedMilliseconds;

    /// <summary>It is committed.</summary>
    public JsonElement End(CommitRecord record, SourceRange range, BatchResult result)
    {
        var totalMs = _watch.ElapsedMilliseconds;
        var sinceBefore = _startedBefore == default ? 0 : (_started - _startedBefore).TotalMilliseconds;
        var inputRate = Rate(record.RowsIn, sinceBefore);
        var processedRate = Rate(record.RowsIn, totalMs);
        var progress = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["id"] = assignment.ExecutionId,
            ["runId"] = runId,
            ["name"] = plan.Definition.Name,
            ["timestamp"] = Instant(_started.ToUnixTimeMilliseconds()),
            ["batchId"] = record.Sequence,
            ["batchDuration"] = totalMs,
            ["numInputRows"] = record.RowsIn,
            ["inputRowsPerSecond"] = inputRate,
            ["processedRowsPerSecond"] = processedRate,
            ["durationMs"] = new Dictionary<string, long>(StringComparer.Ordinal)
            {
                ["addBatch"] = _stagedMs,
                ["compute"] = _computedMs,
                ["commitOffsets"] = totalMs - _stagedMs,
                ["triggerExecution"] = totalMs,
            },
            ["eventTime"] = EventTime(result),
            ["stateOperators"] = StateOperators(result),
            ["sources"] = new[] { Source(range, record.RowsIn, inputRate, processedRate) },
            ["sink"] = new { description = $"Parquet[{plan.Definition.Sink}]", numOutputRows = record.RowsOut },
            ["observedMetrics"] = new { rowsLate = record.RowsLate, recordsBad = record.RecordsBad, totals = record.Totals },
        };
        return JsonSerializer.SerializeToElement(progress, RunnerJson.Format);
    }

    private static double? Rate(long rows, double milliseconds) => milliseconds > 0 ? Math.Round(rows * 1000 / milliseconds, 1) : null;

    private static string Instant(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private Dictionary<string, string>? EventTime(BatchResult result)
    {
        if (plan.Definition.Watermark is null)
            return null;
        var times = new Dictionary<string, string>(StringComparer.Ordinal) { ["watermark"] = Instant(result.WatermarkMs) };
        if (result.EventTimes is { } seen)
        {
            times["min"] = Instant(seen.MinMs);
            times["max"] = Instant(seen.MaxMs);
            times["avg"] = Instant(seen.AverageMs);
        }

        return times;
    }

    private static object[] StateOperators(BatchResult result) => result.StateNumbers is not { } numbers
        ? []
        :
        [
            new
            {
                operatorName = "aggregate",
                numRowsTotal = numbers.RowsTotal,
                numRowsUpdated = numbers.RowsUpdated,
                numRowsRemoved = numbers.RowsRemoved,
                numRowsDroppedByWatermark = result.LateRows,
                numStateStoreInstances = 1,
            },
        ];

    private object Source(SourceRange range, long rows, double? inputRate, double? processedRate) => new
    {
        description = $"Kafka[{plan.Definition.Topic}]",
        startOffset = Offsets(range.From),
        endOffset = Offsets(range.To),
        latestOffset = Offsets(range.Latest),
        numInputRows = rows,
        inputRowsPerSecond = inputRate,
        processedRowsPerSecond = processedRate,
    };

    private Dictionary<string, Dictionary<string, long>> Offsets(IReadOnlyList<long> offsets) => new(StringComparer.Ordinal)
    {
        [plan.Definition.Topic] = offsets
            .Select((offset, partition) => (Partition: partition.ToString(CultureInfo.InvariantCulture), Offset: offset))
            .ToDictionary(item => item.Partition, item => item.Offset, StringComparer.Ordinal),
    };
}
