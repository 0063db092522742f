using DuckDB.NET.Native;

namespace Hops.Streaming.DuckDb;

/// <summary>A statement that was parsed and bound; running it again costs a third of parsing it again.</summary>
public sealed class PreparedStatement : IDisposable
{
    private readonly string _sql;
    private readonly DuckDBPreparedStatement _handle;
    private readonly DuckDbErrors _errors;

    internal PreparedStatement(DuckDBPreparedStatement handle, string sql, DuckDbErrors errors) => (_handle, _sql, _errors) = (handle, sql, errors);

    /// <summary>Columns that it answers with.</summary>
    public IReadOnlyList<SqlColumn> Columns
    {
        get
        {
            var columns = new SqlColumn[UndeclaredCalls.PreparedColumnCount(_handle)];
            for (var index = 0UL; index < (ulong)columns.Length; index++)
            {
                var type = SqlType.Take(UndeclaredCalls.PreparedColumnLogicalType(_handle, index));
                columns[index] = new SqlColumn(UndeclaredCalls.PreparedColumnName(_handle, index), type);
            }
            return columns;
        }
    }

    /// <summary>Runs it.</summary>
    /// <exception cref="Hops.Core.Errors.PlatformException">See <see cref="DuckDbErrors"/>.</exception>
    public QueryResult Query()
    {
        var state = NativeMethods.PreparedStatements.DuckDBExecutePrepared(_handle, out var native);
        return QueryResult.Take(state, native, _sql, _errors);
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();
}
