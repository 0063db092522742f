using DuckDB.NET.Native;
using Hops.Core.Errors;

namespace Hops.Streaming.DuckDb;

/// <summary>A session on a <see cref="Database"/>. One statement at a time; only <see cref="Interrupt"/> and <see cref="Progress"/> are for other threads.</summary>
public sealed class Connection : IDisposable
{
    private readonly Lock _lock = new();
    private readonly DuckDBNativeConnection _handle;
    private readonly DuckDbErrors _errors;

    internal Connection(DuckDBNativeConnection handle, DuckDbErrors errors) => (_handle, _errors) = (handle, errors);

    /// <summary>Runs statements and keeps the rows of the last one.</summary>
    /// <exception cref="PlatformException">See <see cref="DuckDbErrors"/>.</exception>
    public QueryResult Query(string sql)
    {
        var state = NativeMethods.Query.DuckDBQuery(_handle, sql, out var native);
        return QueryResult.Take(state, native, sql, _errors);
    }

    /// <summary>Runs statements whose rows are of no interest.</summary>
    /// <returns>Rows that the last one changed or wrote.</returns>
    public long Execute(string sql)
    {
        using var result = Query(sql);
        return result.RowsChanged;
    }

    /// <summary>Parses and binds one statement without running it.</summary>
    /// <exception cref="PlatformException">See <see cref="DuckDbErrors"/>: with the position of the fault if DuckDB knows it.</exception>
    public PreparedStatement Prepare(string sql)
    {
        var state = NativeMethods.PreparedStatements.DuckDBPrepare(_handle, sql, out var statement);
        if (state.IsSuccess())
            return new PreparedStatement(statement, sql, _errors);
        using (statement)
            throw _errors.ToException(NativeMethods.PreparedStatements.DuckDBPrepareError(statement), sql);
    }

    /// <summary>Makes a table function known to the database.</summary>
    public void Register(TableFunction function) => TableFunctionBridge.Register(_handle, function);

    /// <summary>Makes a function that takes rows known to the database.</summary>
    public void Register(RowSink sink) => RowSinkBridge.Register(_handle, sink);

    /// <summary>Cancels the running statement, which fails with <c>Unavailable</c>; nothing happens if none runs. For any thread.</summary>
    public void Interrupt()
    {
        lock (_lock)
        {
            if (!_handle.IsClosed)
                NativeMethods.Startup.DuckDBInterrupt(_handle);
        }
    }

    /// <summary>How far the running statement is. For any thread.</summary>
    public QueryProgress Progress()
    {
        lock (_lock)
        {
            if (_handle.IsClosed)
                return new QueryProgress(-1, 0, 0);
            var progress = NativeMethods.Startup.DuckDBQueryProgress(_handle);
            return new QueryProgress(progress.Percentage, progress.RowsProcessed, progress.TotalRowsToProcess);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
            _handle.Dispose();
    }
}
