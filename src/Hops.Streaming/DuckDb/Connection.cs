using Hops.Core.Errors;

namespace Hops.Streaming.DuckDb;

/// <summary>A session on a <see cref="Database"/>. One statement at a time; only <see cref="Interrupt"/> and <see cref="Progress"/> are for other threads.</summary>
public sealed class Connection : IDisposable
{
    private readonly Lock _gate = new();
    private nint _handle;

    internal Connection(nint handle) => _handle = handle;

    internal nint Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(_handle == 0, this);
            return _handle;
        }
    }

    /// <summary>Runs statements and keeps the rows of the last one.</summary>
    /// <exception cref="PlatformException">See <see cref="DuckDbError"/>.</exception>
    public unsafe QueryResult Query(string sql)
    {
        var result = new QueryResult();
        if (NativeMethods.Query(Handle, sql, result.Native) == NativeMethods.Success)
            return result;
        var error = NativeText.Read(NativeMethods.ResultError(result.Native));
        result.Dispose();
        throw DuckDbError.ToException(error, sql);
    }

    /// <summary>Runs statements whose rows are of no interest.</summary>
    /// <returns>Rows that the last one changed or wrote.</returns>
    public long Execute(string sql)
    {
        using var result = Query(sql);
        return result.RowsChanged;
    }

    /// <summary>Parses and binds one statement without running it.</summary>
    /// <exception cref="PlatformException">See <see cref="DuckDbError"/>: with the position of the fault if DuckDB knows it.</exception>
    public unsafe PreparedStatement Prepare(string sql)
    {
        if (NativeMethods.Prepare(Handle, sql, out var statement) == NativeMethods.Success)
            return new PreparedStatement(statement, sql);
        var error = NativeText.Read(NativeMethods.PrepareError(statement));
        NativeMethods.DestroyPrepare(ref statement);
        throw DuckDbError.ToException(error, sql);
    }

    /// <summary>Makes a table function known to the database.</summary>
    public void Register(TableFunction function) => TableFunctionBridge.Register(Handle, function);

    /// <summary>Cancels the running statement, which fails with <c>Unavailable</c>; nothing happens if none runs. For any thread.</summary>
    public void Interrupt()
    {
        lock (_gate)
        {
            if (_handle != 0)
                NativeMethods.Interrupt(_handle);
        }
    }

    /// <summary>How far the running statement is. For any thread.</summary>
    public QueryProgress Progress()
    {
        lock (_gate)
            return _handle == 0 ? new QueryProgress(-1, 0, 0) : NativeMethods.QueryProgress(_handle);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_handle != 0)
                NativeMethods.Disconnect(ref _handle);
            _handle = 0;
        }
    }
}
