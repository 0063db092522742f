using System.Runtime.InteropServices;

namespace Hops.Streaming.DuckDb;

/// <summary>The rows of a statement, in chunks of at most 2,048. Forward only, from one thread.</summary>
public sealed unsafe class QueryResult : IDisposable
{
    private NativeResult* _native = (NativeResult*)NativeMemory.AllocZeroed((nuint)sizeof(NativeResult));
    private SqlColumn[]? _columns;

    internal QueryResult()
    {
    }

    /// <summary>Columns in order.</summary>
    public IReadOnlyList<SqlColumn> Columns => _columns ??= ReadColumns();

    /// <summary>Rows that the statement changed, or wrote if it was a COPY.</summary>
    public long RowsChanged => (long)NativeMethods.RowsChanged(Native);

    internal NativeResult* Native
    {
        get
        {
            ObjectDisposedException.ThrowIf(_native is null, this);
            return _native;
        }
    }

    /// <summary>The next chunk, or null after the last one. Dispose each before the next.</summary>
    public DataChunk? NextChunk()
    {
        var chunk = NativeMethods.FetchChunk(*Native);
        return chunk == 0 ? null : new DataChunk(chunk, Columns);
    }

    /// <summary>The whole numbers of the only row; null for SQL's NULL. Columns must be BIGINT.</summary>
    public long?[] SingleRow()
    {
        using var chunk = NextChunk() ?? throw new InvalidOperationException("the statement gave no row");
        var values = new long?[Columns.Count];
        for (var column = 0; column < values.Length; column++)
            values[column] = chunk.Int64(column, 0);
        return values;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_native is null)
            return;
        NativeMethods.DestroyResult(_native);
        NativeMemory.Free(_native);
        _native = null;
    }

    private SqlColumn[] ReadColumns()
    {
        var columns = new SqlColumn[NativeMethods.ColumnCount(Native)];
        for (var index = 0UL; index < (ulong)columns.Length; index++)
        {
            var name = NativeText.Read(NativeMethods.ColumnName(Native, index));
            columns[index] = new SqlColumn(name, SqlType.Take(NativeMethods.ColumnLogicalType(Native, index)));
        }
        return columns;
    }
}
