using System.Globalization;
using System.Text.Json;
using Hops.Core.Errors;
using Hops.Platform.Sql;
using Hops.Streaming.Runner;

namespace Hops.Streaming.Supervision;

/// <summary>Rows of a statement.</summary>
/// <param name="Id">Id of the statement.</param>
/// <param name="Columns">Name and SQL type of each column.</param>
/// <param name="Rows">The rows, each an array of cells.</param>
/// <param name="RowCount">Number of rows.</param>
/// <param name="Truncated">True if there were more than a limit lets through.</param>
/// <param name="TruncatedBy">That limit: <c>rows</c>, <c>bytes</c>, <c>previewRows</c>, <c>previewBytes</c>, <c>previewRowsPerDay</c>; null if none.</param>
/// <param name="Note">That limit in words; null if none.</param>
/// <param name="Topics">How much of each topic was read of those that the statement names.</param>
public sealed record StatementAnswer(
    string Id, JsonElement Columns, JsonElement Rows, int RowCount, bool Truncated, string? TruncatedBy, string? Note, IReadOnlyList<TopicPart> Topics)
{
    /// <summary>Topics of a statement, at most: as many as it may have tables.</summary>
    private const int TopicsMax = 100;

    /// <summary>Most of the names and types of columns, in characters as JSON: some thousand columns.</summary>
    private const int ColumnsLengthMax = 256 * 1024;

    /// <summary>A topic of another project has the name of that before its own.</summary>
    private const int TopicNameLengthMax = 512;

    private static readonly JsonElement None = JsonSerializer.SerializeToElement(Array.Empty<string>());

    /// <summary>Bytes of the rows, as JSON.</summary>
    internal long RowsBytes => Rows.GetRawText().Length;

    /// <summary>Reads what a runner answers, which runs the code of a user and is not believed.</summary>
    /// <exception cref="PlatformException"><c>Internal</c>: it is no answer, or more than was granted; <c>TooLarge</c>: too many columns.</exception>
    internal static StatementAnswer Of(string id, JsonElement body, StatementRequest request, StatementGrant grant, int answerMaxBytes)
    {
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("rows", out var rows) || rows.ValueKind != JsonValueKind.Array
            || rows.GetArrayLength() > grant.RowsMax || rows.GetRawText().Length > answerMaxBytes + 2)
            throw new PlatformException(ErrorCode.Internal, "The runner gave an answer that it may not give.");
        var columns = body.TryGetProperty("columns", out var named) && named.ValueKind == JsonValueKind.Array ? named : None;
        if (columns.GetRawText().Length > ColumnsLengthMax)
            throw new PlatformException(ErrorCode.TooLarge, "The names and types of the columns are too long: name fewer columns.");
        var limit = body.TryGetProperty("truncatedBy", out var by) && by.ValueKind == JsonValueKind.String ? by.GetString() : null;
        var (name, note) = limit switch
        {
            null => ((string?)null, (string?)null),
            "bytes" when grant.IsPreview => ("previewBytes", $"A preview for a Data Scientist has at most {Text(grant.MaxBytes!.Value)} bytes."),
            "bytes" => ("bytes", $"An answer has at most {Text(answerMaxBytes)} bytes."),
            // A preview that ends at its own limit is not told that it could ask for more.
            _ when grant.RowsMax == request.RowsMax && !grant.IsMost => ("rows", $"There are more rows than the {Text(request.RowsMax)} asked for."),
            _ when grant.IsFromDay => ("previewRowsPerDay", $"Only {Text(grant.RowsMax)} rows of previews were left to the project's Data Scientists on this day."),
            _ => ("previewRows", $"A preview for a Data Scientist has at most {Text(grant.RowsMax)} rows, whatever is asked for: count and group in the statement, or ask a Data Owner."),
        };
        return new StatementAnswer(id, columns, rows, rows.GetArrayLength(), name is not null, name, note, TopicsOf(body));
    }

    private static TopicPart[] TopicsOf(JsonElement body)
    {
        try
        {
            var topics = body.TryGetProperty("topics", out var told) ? told.Deserialize<TopicPart[]>(RunnerJson.Format) ?? [] : [];
            return topics.Length <= TopicsMax && topics.All(topic => topic is { Name.Length: <= TopicNameLengthMax }) ? topics : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static string Text(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}

/// <summary>A statement to be answered.</summary>
/// <param name="Statement">Its text.</param>
/// <param name="RowsMax">Most rows that are wanted.</param>
/// <param name="Id">Its id; null for one of ours.</param>
/// <param name="Definition">JSON of the streaming query of which it is a preview; null for a statement over datasets.</param>
public sealed record StatementRequest(string Statement, int RowsMax, string? Id = null, JsonElement? Definition = null);

/// <summary>What a streaming query makes of the newest records of its topic.</summary>
/// <param name="Answer">The rows that it would write, all of its windows closed.</param>
/// <param name="RecordsRead">Records of the sample.</param>
/// <param name="RecordsBad">Those of them that do not decode.</param>
/// <param name="RowsLate">Rows that came after their window had closed.</param>
public sealed record QueryPreview(StatementAnswer Answer, long RecordsRead, long RecordsBad, long RowsLate)
{
    /// <summary>Reads what a runner answers besides the rows, which is not believed to be there.</summary>
    internal static QueryPreview Of(StatementAnswer answer, JsonElement body) =>
        new(answer, Number(body, "recordsRead"), Number(body, "recordsBad"), Number(body, "rowsLate"));

    private static long Number(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? Math.Max(0, number) : 0;
}
