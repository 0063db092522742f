using System.Text.Json;
using Hops.Streaming.DuckDb;

namespace Hops.Streaming.Planning;

/// <summary>Rows of a query, with the types of their columns.</summary>
public sealed class AdHocAnswer
{
    private static readonly JsonWriterOptions RowOptions = new() { SkipValidation = false };

    private readonly ReadOnlyMemory<byte> _rows;

    private AdHocAnswer(IReadOnlyList<SqlColumn> columns, ReadOnlyMemory<byte> rows, int rowCount, AnswerLimit? limit) =>
        (Columns, _rows, RowCount, TruncatedBy) = (columns, rows, rowCount, limit);

    /// <summary>Columns.</summary>
    public IReadOnlyList<SqlColumn> Columns { get; }

    /// <summary>Rows in the answer.</summary>
    public int RowCount { get; }

    /// <summary>True if there were more rows than a limit allows.</summary>
    public bool IsTruncated => TruncatedBy is not null;

    /// <summary>The limit that cut it off; null if it is whole.</summary>
    public AnswerLimit? TruncatedBy { get; }

    /// <summary>The rows as UTF-8 JSON: an array of arrays; see <see cref="WriteTo"/> for the form of cells.</summary>
    public ReadOnlyMemory<byte> RowsJson => _rows;

    /// <summary>
    /// Writes <c>{"columns":[{"name","type"}],"rows":[[...]],"rowCount","truncated","truncatedBy"}</c>, the last one
    /// <c>rows</c>, <c>bytes</c> or absent. Numbers up to 64 bits are JSON numbers, decimals and
    /// wider ones texts, times ISO 8601, blobs Base64.
    /// </summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("columns");
        foreach (var column in Columns)
        {
            json.WriteStartObject();
            json.WriteString("name", column.Name);
            json.WriteString("type", column.Type.ToSql());
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WritePropertyName("rows");
        json.WriteRawValue(_rows.Span, skipInputValidation: true);
        json.WriteNumber("rowCount", RowCount);
        json.WriteBoolean("truncated", IsTruncated);
        if (TruncatedBy is { } limit)
            json.WriteString("truncatedBy", limit == AnswerLimit.Rows ? "rows" : "bytes");
        json.WriteEndObject();
    }

    internal static AdHocAnswer Read(IReadOnlyList<SqlColumn> columns, QueryResult result, AdHocRequest limits)
    {
        var buffer = new MemoryStream();
        var rowCount = 0;
        AnswerLimit? limit = null;
        using (var json = new Utf8JsonWriter(buffer, RowOptions))
        {
            json.WriteStartArray();
            while (limit is null && result.NextChunk() is { } chunk)
            {
                using (chunk)
                {
                    for (var row = 0; row < chunk.RowCount; row++)
                    {
                        if (rowCount == limits.RowsMax)
                            limit = AnswerLimit.Rows;
                        else if (!TryWrite(chunk, row, json, limits.AnswerMaxBytes))
                            limit = AnswerLimit.Bytes;
                        if (limit is not null)
                            break;
                        rowCount++;
                    }
                }
            }
            json.WriteEndArray();
        }
        return new AdHocAnswer(columns, buffer.GetBuffer().AsMemory(0, (int)buffer.Length), rowCount, limit);
    }

    /// <summary>Writes a row unless it does not fit any more.</summary>
    private static bool TryWrite(DataChunk chunk, int row, Utf8JsonWriter json, int maxBytes)
    {
        using var text = new MemoryStream();
        using (var one = new Utf8JsonWriter(text))
            chunk.WriteRow(one, row);
        if (json.BytesCommitted + json.BytesPending + text.Length > maxBytes)
            return false;
        json.WriteRawValue(text.GetBuffer().AsSpan(0, (int)text.Length), skipInputValidation: true);
        return true;
    }
}

/// <summary>What cuts an answer off.</summary>
public enum AnswerLimit
{
    /// <summary>The number of rows.</summary>
    Rows,

    /// <summary>The bytes of the rows.</summary>
    Bytes,
}
