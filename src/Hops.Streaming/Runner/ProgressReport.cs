using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Hops.Streaming.Batches;
using Hops.Streaming.Planning;
using Hops.Streaming.Sources;

namespace Hops.Streaming.Runner;

/// <summary>Times the stages of each batch, and tells them as Spark's <c>StreamingQueryProgress</c>.</summary>
internal sealed class ProgressReport(RunnerAssignment assignment, QueryPlan plan, Guid runId)
{
    private readonly Guid _queryId = new(SHA256.HashData(Encoding.UTF8.GetBytes($"{assignment.Project}/{assignment.WorkId}")).AsSpan(0, 16));
    private readonly Stopwatch _watch = new();
    private readonly Dictionary<string, TimeSpan> _durations = new(StringComparer.Ordinal);
    private DateTimeOffset _started;
    private TimeSpan? _gap;
    private TimeSpan _stageBegun;

    /// <summary>A batch begins.</summary>
    public void Begin(DateTimeOffset now)
    {
        _gap = _started == default ? null : now - _started;
        _started = now;
        _durations.Clear();
        _stageBegun = TimeSpan.Zero;
        _watch.Restart();
    }

    /// <summary>A stage has ended; its name is Spark's where Spark has it.</summary>
    public void Ended(string stage)
    {
        var now = _watch.Elapsed;
        _durations[stage] = now - _stageBegun;
        _stageBegun = now;
    }

    /// <summary>The batch is committed.</summary>
    /// <param name="range">What it read.</param>
    /// <param name="result">What it did.</param>
    /// <param name="watermarkMs">Watermark in force during it.</param>
    public JsonElement End(SourceRange range, BatchResult result, long watermarkMs)
    {
        var total = _watch.Elapsed;
        _durations["triggerExecution"] = total;
        var progress = new StreamingQueryProgress
        {
            Id = _queryId,
            RunId = runId,
            Name = plan.Definition.Name,
            Timestamp = _started,
            Batch = result,
            BatchDuration = total,
            TriggerGap = _gap,
            Durations = _durations,
            WatermarkMs = plan.Definition.Watermark is null ? null : watermarkMs,
            Source = new SourceProgress(
                $"KafkaV2[Subscribe[{plan.Definition.Topic}]]", Offsets(range.From), Offsets(range.To), Offsets(range.Latest)),
            SinkDescription = $"HopsFS[{plan.Definition.Sink}]",
        };
        using var json = JsonDocument.Parse(progress.ToJson());
        return json.RootElement.Clone();
    }

    private string Offsets(IReadOnlyList<long> offsets)
    {
        var byPartition = offsets
            .Select((offset, partition) => (Partition: partition.ToString(CultureInfo.InvariantCulture), Offset: offset))
            .ToDictionary(item => item.Partition, item => item.Offset, StringComparer.Ordinal);
        var byTopic = new Dictionary<string, Dictionary<string, long>>(StringComparer.Ordinal) { [plan.Definition.Topic] = byPartition };
        return JsonSerializer.Serialize(byTopic);
    }
}
