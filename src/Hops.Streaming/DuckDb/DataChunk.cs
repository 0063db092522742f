using System.Text;
using System.Text.Json;
using DuckDB.NET.Native;

namespace Hops.Streaming.DuckDb;

/// <summary>Some rows of a result, by column.</summary>
public sealed class DataChunk : IDisposable
{
    private readonly IReadOnlyList<SqlColumn> _columns;
    private readonly DuckDBDataChunk _handle;

    internal DataChunk(DuckDBDataChunk handle, IReadOnlyList<SqlColumn> columns)
    {
        (_handle, _columns) = (handle, columns);
        RowCount = (int)NativeMethods.DataChunks.DuckDBDataChunkGetSize(handle);
    }

    /// <summary>Rows in it.</summary>
    public int RowCount { get; }

    /// <summary>A BIGINT, or null.</summary>
    public long? Int64(int column, int row)
    {
        Expect(column, TypeId.BigInt);
        var cell = new VectorReader(Vector(column), _columns[column].Type);
        return cell.IsNull(row) ? null : cell.Read<long>(row);
    }

    /// <summary>A DOUBLE, or null.</summary>
    public double? Double(int column, int row)
    {
        Expect(column, TypeId.Double);
        var cell = new VectorReader(Vector(column), _columns[column].Type);
        return cell.IsNull(row) ? null : cell.Read<double>(row);
    }

    /// <summary>A VARCHAR, or null.</summary>
    public string? Text(int column, int row)
    {
        Expect(column, TypeId.Varchar);
        var cell = new VectorReader(Vector(column), _columns[column].Type);
        return cell.IsNull(row) ? null : Encoding.UTF8.GetString(cell.Bytes(row));
    }

    /// <summary>Writes one row as a JSON array; see <see cref="JsonCells"/> for the form of each type.</summary>
    public void WriteRow(Utf8JsonWriter json, int row)
    {
        json.WriteStartArray();
        for (var column = 0; column < _columns.Count; column++)
            JsonCells.Write(json, new VectorReader(Vector(column), _columns[column].Type), row);
        json.WriteEndArray();
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private nint Vector(int column) => NativeMethods.DataChunks.DuckDBDataChunkGetVector(_handle, column);

    private void Expect(int column, TypeId id)
    {
        if (_columns[column].Type.Id != id)
            throw new InvalidOperationException($"column {_columns[column].Name} is {_columns[column].Type}, not {id}");
    }
}
