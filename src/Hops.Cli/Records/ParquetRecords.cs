using System.Buffers;
using System.Text;
using System.Text.Json;
using Hops.Core.Errors;
using Hops.Streaming.DuckDb;

namespace Hops.Cli.Records;

/// <summary>Rows of a Parquet file as records: DuckDB reads it, so every encoding and compression that tables here have is read.</summary>
internal static class ParquetRecords
{
    /// <summary>Cells that are in memory at a time: a result of DuckDB is held whole.</summary>
    private const int CellsAtOnce = 4_000_000;
    private const int RowsAtOnceMin = 1_000;
    private const int RowsAtOnceMax = 200_000;

    /// <summary>Columns of the file.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>: it is no Parquet that can be read.</exception>
    public static IReadOnlyList<SqlColumn> Columns(string path)
    {
        using var database = Open(path);
        using var connection = database.Connect();
        return Columns(connection, path);
    }

    /// <summary>How many rows the file has.</summary>
    public static long Count(string path)
    {
        using var database = Open(path);
        using var connection = database.Connect();
        using var count = Query(connection, $"SELECT count(*) FROM {Table(path)}", path);
        return count.SingleRow()[0] ?? 0;
    }

    /// <summary>Reads its rows one after the other; the lines of the records are numbers of rows, from 1.</summary>
    public static IEnumerable<InputRecord> Read(string path)
    {
        using var database = Open(path);
        using var connection = database.Connect();
        var columns = Columns(connection, path);
        var names = ColumnNames.Of(columns.Select(column => column.Name).ToList());
        var selected = string.Join(", ", columns.Select(Selected));
        var step = Math.Clamp(CellsAtOnce / Math.Max(1, columns.Count), RowsAtOnceMin, RowsAtOnceMax);
        var record = new ArrayBufferWriter<byte>();
        for (long number = 0, from = 0; number == from; from += step)
        {
            var slice = FormattableString.Invariant($"file_row_number >= {from} AND file_row_number < {from + step}");
            using var rows = Query(connection, $"SELECT {selected} FROM {Table(path, ", file_row_number = true")} WHERE {slice}", path);
            while (Next(rows, path) is { } chunk)
            {
                using (chunk)
                {
                    for (var row = 0; row < chunk.RowCount; row++)
                        yield return new InputRecord(++number, Record(chunk, row, columns, names, record));
                }
            }
        }
    }

    private static JsonElement Record(DataChunk chunk, int row, IReadOnlyList<SqlColumn> columns, IReadOnlyList<string> names, ArrayBufferWriter<byte> record)
    {
        record.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(record))
            chunk.WriteRow(json, row);
        var cells = JsonElement.Parse(record.WrittenSpan);
        record.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(record))
        {
            json.WriteStartObject();
            for (var index = 0; index < columns.Count; index++)
            {
                json.WritePropertyName(names[index]);
                Write(json, cells[index], columns[index].Type);
            }

            json.WriteEndObject();
        }

        return JsonElement.Parse(record.WrittenSpan);
    }

    /// <summary>Nanoseconds are finer than what the reader of cells keeps, so they come as the texts that they are.</summary>
    private static string Selected(SqlColumn column)
    {
        var name = "\"" + column.Name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
        return column.Type.Id == TypeId.TimestampNanoseconds ? $"CAST({name} AS VARCHAR)" : name;
    }

    /// <summary>Cells as records have them: bytes as characters, maps as objects.</summary>
    private static void Write(Utf8JsonWriter json, JsonElement cell, SqlType type)
    {
        switch (type.Id)
        {
            case TypeId.Blob when cell.ValueKind == JsonValueKind.String:
                json.WriteStringValue(Encoding.Latin1.GetString(cell.GetBytesFromBase64()));
                break;
            case TypeId.List when cell.ValueKind == JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in cell.EnumerateArray())
                    Write(json, item, type.Members[0].Type);
                json.WriteEndArray();
                break;
            case TypeId.Map when cell.ValueKind == JsonValueKind.Array:
                json.WriteStartObject();
                foreach (var entry in cell.EnumerateArray())
                {
                    var key = entry.GetProperty("key");
                    json.WritePropertyName(key.ValueKind == JsonValueKind.String ? key.GetString()! : key.GetRawText());
                    Write(json, entry.GetProperty("value"), type.Members[1].Type);
                }

                json.WriteEndObject();
                break;
            case TypeId.Struct when cell.ValueKind == JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var member in type.Members)
                {
                    json.WritePropertyName(member.Name);
                    Write(json, cell.GetProperty(member.Name), member.Type);
                }

                json.WriteEndObject();
                break;
            default:
                cell.WriteTo(json);
                break;
        }
    }

    private static IReadOnlyList<SqlColumn> Columns(Connection connection, string path)
    {
        using var none = Query(connection, $"SELECT * FROM {Table(path)} LIMIT 0", path);
        return none.Columns;
    }

    private static Database Open(string path) => Database.Open(new DatabaseOptions
    {
        Threads = 1,
        KeepsOrder = true,
        AllowedDirectories = [Path.GetDirectoryName(Path.GetFullPath(path))!],
    });

    private static string Table(string path, string options = "") => $"read_parquet('{Path.GetFullPath(path).Replace("'", "''", StringComparison.Ordinal)}'{options})";

    private static QueryResult Query(Connection connection, string sql, string path)
    {
        try
        {
            return connection.Query(sql);
        }
        catch (PlatformException unreadable)
        {
            throw Unreadable(path, unreadable);
        }
    }

    private static DataChunk? Next(QueryResult rows, string path)
    {
        try
        {
            return rows.NextChunk();
        }
        catch (PlatformException unreadable)
        {
            throw Unreadable(path, unreadable);
        }
    }

    private static PlatformException Unreadable(string path, PlatformException reason) =>
        new(ErrorCode.InvalidArgument, $"{path} cannot be read as Parquet: {reason.Message}", reason);
}
