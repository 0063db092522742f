using System.Text.Json;
using System.Text.Json.Nodes;
using Hops.Core.Errors;
using Hops.Streaming.Decoding;
using Hops.Streaming.DuckDb;
using Hops.Streaming.Planning;

namespace Hops.Streaming.Runner;

/// <summary>
/// Answers one SQL statement over datasets and topics: the tables that it names are paths in the project, whose Parquet files are copied into the
/// staging directory, where the locked engine may read, and nowhere else; or <c>topics.NAME</c>, of which the newest records are.
/// </summary>
internal static class SqlRun
{
    /// <summary>What a statement may always spill, however much was copied for it.</summary>
    private const long SpillMinBytes = 64L << 20;

    /// <summary>Runs the statement of the assignment and reports its answer.</summary>
    public static async Task RunAsync(RunnerContext context, CancellationToken cancellationToken)
    {
        var assignment = context.Assignment;
        var sql = assignment.Sql!;
        var copies = new TableCopies(context.Files, context.StagingDirectory, assignment.ScratchMaxBytes);
        var files = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);
        var columns = new Dictionary<string, IReadOnlyList<SqlColumn>>(StringComparer.OrdinalIgnoreCase);
        var topics = new TopicCopies(context, assignment.ScratchMaxBytes);
        var keys = NamedKey.Of(sql);
        foreach (var table in AdHocQuery.TablesOf(sql))
        {
            if (TopicCopies.TopicOf(table) is { } topic)
                (files[table], columns[table]) = await topics.CopyAsync(topic, keys.Any(key => key.Table.Equals(table, StringComparison.OrdinalIgnoreCase)), cancellationToken);
            else
                files[table] = await CopyAsync(context, copies, table, cancellationToken);
        }

        var request = new AdHocRequest
        {
            Sql = sql,
            Directory = context.StagingDirectory,
            TableFiles = files,
            TableColumns = columns,
            FileNames = copies.Names,
            SpillMaxBytes = Math.Max(SpillMinBytes, assignment.ScratchMaxBytes - copies.CopiedBytes - topics.CopiedBytes),
            OnProgress = progress => context.Reports.Write(new RunnerReport
            {
                Event = RunnerEvent.Progress,
                Body = JsonSerializer.SerializeToElement(progress, RunnerJson.Format),
            }),
            RowsMax = assignment.RowsMax,
            AnswerMaxBytes = assignment.AnswerMaxBytes,
            MemoryMaxBytes = assignment.MemoryMaxBytes,
            Threads = assignment.Threads,
        };
        var answer = ToJson(Run(request, keys.Where(key => topics.LacksKey(key.Table)), cancellationToken));
        answer["topics"] = JsonSerializer.SerializeToNode(topics.Parts, RunnerJson.Format);
        context.Reports.Write(new RunnerReport { Event = RunnerEvent.Result, Body = JsonSerializer.SerializeToElement(answer) });
    }

    /// <summary>Runs the statement. Whether a key without a schema is missed is for the engine to say: another table may have a column of that name.</summary>
    private static AdHocAnswer Run(AdHocRequest request, IEnumerable<NamedKey> missing, CancellationToken cancellationToken)
    {
        try
        {
            return AdHocQuery.Run(request, cancellationToken);
        }
        catch (PlatformException refusal) when (missing.FirstOrDefault(key => key.IsMissedBy(refusal)) is { } key)
        {
            throw KeyLayout.Missing(TopicCopies.TopicOf(key.Table)!, request.Sql, key.Position);
        }
    }

    private static async Task<IReadOnlyList<string>> CopyAsync(RunnerContext context, TableCopies copies, string table, CancellationToken cancellationToken)
    {
        try
        {
            return await copies.CopyAsync(context.PathOf(table), cancellationToken);
        }
        catch (PlatformException missing) when (missing.Code == ErrorCode.NotFound)
        {
            // The server knows the names of the project, and says which it might have been.
            throw missing.With("table", table);
        }
    }

    /// <summary>An answer as it is reported.</summary>
    internal static JsonObject ToJson(AdHocAnswer answer)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
            answer.WriteTo(json);
        return JsonNode.Parse(buffer.GetBuffer().AsSpan(0, (int)buffer.Length))!.AsObject();
    }
}
