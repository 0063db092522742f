using System.Text.Json;
using Hops.Core.Errors;
using Hops.Streaming.Planning;

namespace Hops.Streaming.Runner;

/// <summary>
/// Answers one SQL statement over datasets: the tables that it names are paths in the project, whose Parquet files are copied into the staging
/// directory, where the locked engine may read, and nowhere else.
/// </summary>
internal static class SqlRun
{
    private const int AnswerMaxBytes = 12 * 1024 * 1024;

    /// <summary>Runs the statement of the assignment and reports its answer.</summary>
    public static async Task RunAsync(RunnerContext context, CancellationToken cancellationToken)
    {
        var sql = context.Assignment.Sql!;
        var copies = new TableCopies(context.Files, context.StagingDirectory);
        var files = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);
        foreach (var table in AdHocQuery.TablesOf(sql))
            files[table] = await CopyAsync(context, copies, table, cancellationToken);
        var request = new AdHocRequest
        {
            Sql = sql,
            Directory = context.StagingDirectory,
            TableFiles = files,
            RowsMax = context.Assignment.RowsMax,
            AnswerMaxBytes = AnswerMaxBytes,
            MemoryMaxBytes = context.Assignment.MemoryMaxBytes,
            Threads = context.Assignment.Threads,
        };
        var answer = AdHocQuery.Run(request, cancellationToken);
        context.Reports.Write(new RunnerReport { Event = RunnerEvent.Result, Body = ToJson(answer) });
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

    private static JsonElement ToJson(AdHocAnswer answer)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
            answer.WriteTo(json);
        using var document = JsonDocument.Parse(buffer.GetBuffer().AsMemory(0, (int)buffer.Length));
        return document.RootElement.Clone();
    }
}
