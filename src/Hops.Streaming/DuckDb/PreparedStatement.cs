namespace Hops.Streaming.DuckDb;

/// <summary>A statement that was parsed and bound; running it again costs a third of parsing it again.</summary>
public sealed class PreparedStatement : IDisposable
{
    private readonly string _sql;
    private nint _handle;

    internal PreparedStatement(nint handle, string sql) => (_handle, _sql) = (handle, sql);

    /// <summary>Columns that it answers with.</summary>
    public unsafe IReadOnlyList<SqlColumn> Columns
    {
        get
        {
            ObjectDisposedException.ThrowIf(_handle == 0, this);
            var columns = new SqlColumn[NativeMethods.PreparedColumnCount(_handle)];
            for (var index = 0UL; index < (ulong)columns.Length; index++)
            {
                var name = NativeText.Take(NativeMethods.PreparedColumnName(_handle, index));
                columns[index] = new SqlColumn(name, SqlType.Take(NativeMethods.PreparedColumnLogicalType(_handle, index)));
            }
            return columns;
        }
    }

    /// <summary>Runs it.</summary>
    /// <exception cref="Hops.Core.Errors.PlatformException">See <see cref="DuckDbError"/>.</exception>
    public unsafe QueryResult Query()
    {
        ObjectDisposedException.ThrowIf(_handle == 0, this);
        var result = new QueryResult();
        if (NativeMethods.ExecutePrepared(_handle, result.Native) == NativeMethods.Success)
            return result;
        var error = NativeText.Read(NativeMethods.ResultError(result.Native));
        result.Dispose();
        throw DuckDbError.ToException(error, _sql);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_handle != 0)
            NativeMethods.DestroyPrepare(ref _handle);
        _handle = 0;
    }
}
