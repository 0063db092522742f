using System.Globalization;
using System.Text.Json;
using Hops.Client.Files;
using Hops.Core.Errors;
using Hops.Streaming.Planning;

namespace Hops.Streaming.Runner;

/// <summary>
/// Answers one SQL statement over datasets: the tables that it names are paths in the project, whose Parquet files are copied into the staging
/// directory, where the locked engine may read, and nowhere else.
/// </summary>
internal static class SqlRun
{
    private const int FilesMax = 10_000;
    private const int DepthMax = 8;
    private const int AnswerMaxBytes = 12 * 1024 * 1024;
    private const long CopiedMaxBytes = 64L * 1024 * 1024 * 1024;

    /// <summary>Runs the statement of the assignment and reports its answer.</summary>
    public static async Task RunAsync(RunnerContext context, CancellationToken cancellationToken)
    {
        var sql = context.Assignment.Sql!;
        var files = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);
        foreach (var table in AdHocQuery.TablesOf(sql))
            files[table] = await CopyAsync(context, table, files.Count, cancellationToken);
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

    /// <summary>Copies the data files of a dataset.</summary>
    /// <returns>Their local paths.</returns>
    private static async Task<IReadOnlyList<string>> CopyAsync(
        RunnerContext context, string table, int number, CancellationToken cancellationToken)
    {
        var path = context.PathOf(table);
        var files = new List<RemoteFile>();
        await CollectAsync(context.Files, path, 0, files, cancellationToken);
        if (files.Count == 0)
            throw new PlatformException(ErrorCode.NotFound, $"{path} has no Parquet files to read yet.");
        if (files.Sum(file => file.LengthBytes) > CopiedMaxBytes)
            throw new PlatformException(ErrorCode.LimitExceeded, $"{path} is larger than one statement may read.");

        var directory = Path.Combine(context.StagingDirectory, number.ToString(CultureInfo.InvariantCulture));
        Directory.CreateDirectory(directory);
        var local = new List<string>();
        foreach (var file in files)
        {
            var copy = Path.Combine(directory, FormattableString.Invariant($"{local.Count}.parquet"));
            await using var from = await context.Files.OpenAsync(file.Path, cancellationToken: cancellationToken);
            await using var to = File.Create(copy);
            await from.CopyToAsync(to, cancellationToken);
            local.Add(copy);
        }

        return local;
    }

    /// <summary>The data files below a directory: names that begin with an underscore or a dot are not data.</summary>
    private static async Task CollectAsync(
        WebHdfsClient client, string path, int depth, List<RemoteFile> files, CancellationToken cancellationToken)
    {
        await foreach (var entry in client.ListAsync(path, cancellationToken))
        {
            if (entry.Name.StartsWith('_') || entry.Name.StartsWith('.'))
                continue;
            if (entry.IsDirectory && depth < DepthMax)
                await CollectAsync(client, entry.Path, depth + 1, files, cancellationToken);
            else if (!entry.IsDirectory && entry.Name.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase))
                files.Add(entry);
            if (files.Count > FilesMax)
                throw new PlatformException(ErrorCode.LimitExceeded, $"{path} has more than {FilesMax} files: compact them first.");
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
