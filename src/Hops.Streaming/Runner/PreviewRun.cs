using System.Text.Json;
using System.Text.Json.Nodes;
using Hops.Streaming.Batches;
using Hops.Streaming.Decoding;
using Hops.Streaming.Planning;
using Hops.Streaming.Sources;

namespace Hops.Streaming.Runner;

/// <summary>
/// Shows what a streaming query would write for the newest records of its topic: one batch of them, all of whose windows are closed, is computed as
/// a query computes it, and its rows are answered. Nothing is written but in the staging directory; there is no checkpoint, and the sink is not looked at.
/// </summary>
internal static class PreviewRun
{
    /// <summary>Most records of the sample, evenly from all partitions.</summary>
    private const int RecordsMax = 1_000;
    private const string Result = "result";

    /// <summary>Computes the sample of the query of the assignment and reports its rows.</summary>
    public static async Task RunAsync(RunnerContext context, CancellationToken cancellationToken)
    {
        var (plan, _) = await PlanRun.CreateAsync(context, cancellationToken);
        await using var connection = await context.ConnectAsync(cancellationToken);
        var source = await context.OpenSourceAsync(connection, plan.Definition.Topic, cancellationToken);
        using var range = await SampleAsync(source, cancellationToken);
        var batch = Compute(context, plan, range, cancellationToken);
        var body = batch.Files.Count == 0 ? Empty(plan) : Rows(context, batch, cancellationToken);
        body["recordsRead"] = batch.RowsIn + batch.BadRecordCount;
        body["recordsBad"] = batch.BadRecordCount;
        body["rowsLate"] = batch.LateRows;
        context.Reports.Write(new RunnerReport { Event = RunnerEvent.Result, Body = JsonSerializer.SerializeToElement(body) });
    }

    private static async Task<SourceRange> SampleAsync(TopicSource source, CancellationToken cancellationToken)
    {
        var (earliest, latest) = (await source.EarliestAsync(cancellationToken), await source.LatestAsync(cancellationToken));
        var each = Math.Max(1, RecordsMax / Math.Max(1, latest.Length));
        long[] from = [.. latest.Select((end, partition) => Math.Max(earliest[partition], end - each))];
        return await source.ReadAsync(from, latest, RecordsMax, cancellationToken);
    }

    private static BatchResult Compute(RunnerContext context, QueryPlan plan, SourceRange range, CancellationToken cancellationToken)
    {
        using var engine = BatchEngine.Open(plan, PlanRun.Writers(context), new BatchEngineOptions
        {
            StagingDirectory = context.StagingDirectory,
            RunToken = Guid.NewGuid().ToString("N")[..12],
        });
        using var interrupt = cancellationToken.Register(engine.Interrupt);
        return engine.Process(0, range.Batch, TimeProvider.System.GetUtcNow(), closesAll: true);
    }

    /// <summary>The rows that the batch has staged, as a statement answers them.</summary>
    private static JsonObject Rows(RunnerContext context, BatchResult batch, CancellationToken cancellationToken)
    {
        var assignment = context.Assignment;
        var answer = AdHocQuery.Run(
            new AdHocRequest
            {
                Sql = $"SELECT * FROM {Result}",
                Directory = context.StagingDirectory,
                TableFiles = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { [Result] = [.. batch.Files.Select(file => file.Path)] },
                SpillMaxBytes = assignment.ScratchMaxBytes,
                RowsMax = assignment.RowsMax,
                AnswerMaxBytes = assignment.AnswerMaxBytes,
                MemoryMaxBytes = assignment.MemoryMaxBytes,
                Threads = assignment.Threads,
            },
            cancellationToken);
        return SqlRun.ToJson(answer);
    }

    private static JsonObject Empty(QueryPlan plan) => new()
    {
        ["columns"] = new JsonArray([.. plan.OutputColumns.Select(column => (JsonNode)new JsonObject { ["name"] = column.Name, ["type"] = column.Type.ToSql() })]),
        ["rows"] = new JsonArray(),
        ["rowCount"] = 0,
        ["truncated"] = false,
    };
}
