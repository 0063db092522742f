using DuckDB.NET.Native;

namespace Hops.Streaming.DuckDb;

/// <summary>The rows of a statement, in chunks of at most 2,048. Forward only, from one thread.</summary>
public sealed class QueryResult : IDisposable
{
    private DuckDBResult _native;
    private SqlColumn[]? _columns;
    private bool _isDisposed;

    private QueryResult(DuckDBResult native) => _native = native;

    /// <summary>Columns in order.</summary>
    public IReadOnlyList<SqlColumn> Columns => _columns ??= ReadColumns();

    /// <summary>Rows that the statement changed, or wrote if it was a COPY.</summary>
    public long RowsChanged
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return NativeMethods.Query.DuckDBRowsChanged(ref _native);
        }
    }

    /// <summary>The rows of a statement that was run, or its error.</summary>
    /// <exception cref="Hops.Core.Errors.PlatformException">See <see cref="DuckDbErrors"/>.</exception>
    internal static QueryResult Take(DuckDBState state, DuckDBResult native, string sql, DuckDbErrors errors)
    {
        var result = new QueryResult(native);
        if (state.IsSuccess())
            return result;
        using (result)
            throw errors.ToException(NativeMethods.Query.DuckDBResultError(ref result._native), sql);
    }

    /// <summary>The next chunk, or null after the last one. Dispose each before the next.</summary>
    public DataChunk? NextChunk()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var chunk = NativeMethods.Query.DuckDBFetchChunk(_native);
        return chunk.IsInvalid ? null : new DataChunk(chunk, Columns);
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
        if (_isDisposed)
            return;
        _isDisposed = true;
        NativeMethods.Query.DuckDBDestroyResult(ref _native);
    }

    private SqlColumn[] ReadColumns()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var columns = new SqlColumn[NativeMethods.Query.DuckDBColumnCount(ref _native)];
        for (var index = 0; index < columns.Length; index++)
        {
            var type = SqlType.Take(NativeMethods.Query.DuckDBColumnLogicalType(ref _native, index));
            columns[index] = new SqlColumn(NativeMethods.Query.DuckDBColumnName(ref _native, index), type);
        }
        return columns;
    }
}
