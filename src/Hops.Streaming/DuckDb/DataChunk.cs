using System.Text;
using System.Text.Json;

namespace Hops.Streaming.DuckDb;

/// <summary>Some rows of a result, by column.</summary>
public sealed unsafe class DataChunk : IDisposable
{
    private readonly IReadOnlyList<SqlColumn> _columns;
    private nint _handle;

    internal DataChunk(nint handle, IReadOnlyList<SqlColumn> columns)
    {
        (_handle, _columns) = (handle, columns);
        RowCount = (int)NativeMethods.DataChunkSize(handle);
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
    public void Dispose()
    {
        if (_handle != 0)
            NativeMethods.DestroyDataChunk(ref _handle);
        _handle = 0;
    }

    private nint Vector(int column)
    {
        ObjectDisposedException.ThrowIf(_handle == 0, this);
        return NativeMethods.DataChunkVector(_handle, (ulong)column);
    }

    private void Expect(int column, TypeId id)
    {
        if (_columns[column].Type.Id != id)
            throw new InvalidOperationException($"column {_columns[column].Name} is {_columns[column].Type}, not {id}");
    }
}
