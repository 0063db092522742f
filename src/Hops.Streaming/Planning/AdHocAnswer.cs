using System.Text.Json;
using Hops.Streaming.DuckDb;

namespace Hops.Streaming.Planning;

/// <summary>Rows of a query, with the types of their columns.</summary>
public sealed class AdHocAnswer
{
    private static readonly JsonWriterOptions RowOptions = new() { SkipValidation = false };

    private readonly ReadOnlyMemory<byte> _rows;

    private AdHocAnswer(IReadOnlyList<SqlColumn> columns, ReadOnlyMemory<byte> rows, int rowCount, bool isTruncated) =>
        (Columns, _rows, RowCount, IsTruncated) = (columns, rows, rowCount, isTruncated);

    /// <summary>Columns.</summary>
    public IReadOnlyList<SqlColumn> Columns { get; }

    /// <summary>Rows in the answer.</summary>
    public int RowCount { get; }

    /// <summary>True if there were more rows than a limit allows.</summary>
    public bool IsTruncated { get; }

    /// <summary>The rows as UTF-8 JSON: an array of arrays; see <see cref="WriteTo"/> for the form of cells.</summary>
    public ReadOnlyMemory<byte> RowsJson => _rows;

    /// <summary>
    /// Writes <c>{"columns":[{"name","type"}],"rows":[[...]],"rowCount","truncated"}</c>. Numbers up to 64 bits are JSON numbers, decimals and
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
        json.WriteEndObject();
    }

    internal static AdHocAnswer Read(IReadOnlyList<SqlColumn> columns, QueryResult result, AdHocRequest limits)
    {
        var buffer = new MemoryStream();
        var (rowCount, isTruncated) = (0, false);
        using (var json = new Utf8JsonWriter(buffer, RowOptions))
        {
            json.WriteStartArray();
            while (!isTruncated && result.NextChunk() is { } chunk)
            {
                using (chunk)
                {
                    for (var row = 0; row < chunk.RowCount && !isTruncated; row++)
                    {
                        isTruncated = rowCount == limits.RowsMax || json.BytesCommitted + json.BytesPending > limits.AnswerMaxBytes;
                        if (isTruncated)
                            break;
                        chunk.WriteRow(json, row);
                        rowCount++;
                    }
                }
            }
            json.WriteEndArray();
        }
        return new AdHocAnswer(columns, buffer.GetBuffer().AsMemory(0, (int)buffer.Length), rowCount, isTruncated);
    }
}
