using Hops.Core.Errors;
using SQLitePCL;

namespace Hops.Search;

/// <summary>One connection to the file of the index, with its prepared statements. Used by one thread at a time, but for <see cref="Interrupt"/>.</summary>
internal sealed class IndexConnection : IDisposable
{
    private readonly sqlite3 _db;
    private readonly Dictionary<string, IndexStatement> _statements = new(StringComparer.Ordinal);

    static IndexConnection() => Batteries_V2.Init();

    private IndexConnection(sqlite3 db) => _db = db;

    internal static IndexConnection Open(string path, bool isWriter, int pageCacheBytes)
    {
        var flags = isWriter ? raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE : raw.SQLITE_OPEN_READONLY;
        var code = raw.sqlite3_open_v2(path, out var db, flags | raw.SQLITE_OPEN_NOMUTEX, null);
        var connection = new IndexConnection(db);
        try
        {
            const int BusyTimeoutMs = 5_000;
            connection.Check(code, $"open {path}");
            raw.sqlite3_extended_result_codes(db, 1);
            raw.sqlite3_busy_timeout(db, BusyTimeoutMs);
            connection.Execute(FormattableString.Invariant($"PRAGMA cache_size = -{pageCacheBytes / 1024}"));
            connection.Execute("PRAGMA trusted_schema = OFF");

            // What a power cut takes is made again; what is left is whole.
            connection.Execute("PRAGMA synchronous = NORMAL");

            // As in the metadata database (ADR 0121): a name that is gone is in no free page.
            connection.Execute("PRAGMA secure_delete = ON");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Runs SQL of ours that returns nothing.</summary>
    internal void Execute(string sql) => Check(raw.sqlite3_exec(_db, sql), sql);

    /// <summary>Takes a transaction back, unless SQLite has done so itself, as on a full disk (https://sqlite.org/lang_transaction.html#response_to_errors_within_a_transaction).</summary>
    internal void Rollback()
    {
        if (raw.sqlite3_get_autocommit(_db) == 0)
            Execute("ROLLBACK");
    }

    /// <summary>A statement, prepared once.</summary>
    internal IndexStatement Statement(string sql)
    {
        if (_statements.TryGetValue(sql, out var known))
            return known;
        const uint Persistent = 1;
        Check(raw.sqlite3_prepare_v3(_db, sql, Persistent, out var statement), sql);
        return _statements[sql] = new IndexStatement(this, statement);
    }

    /// <summary>Makes the statement that runs end with <see cref="SearchTimeoutException"/>; nothing happens if none does. From any thread.</summary>
    internal void Interrupt() => raw.sqlite3_interrupt(_db);

    internal void Check(int code, string call)
    {
        const int PrimaryCodeMask = 0xFF;
        if (code == raw.SQLITE_OK)
            return;
        var cause = new IOException($"{call}: {raw.sqlite3_errmsg(_db).utf8_to_string()} (SQLite {code})");
        throw (code & PrimaryCodeMask) switch
        {
            raw.SQLITE_INTERRUPT => new SearchTimeoutException(cause),
            raw.SQLITE_FULL => new PlatformException(ErrorCode.DiskFull, "The disk of the search index is full: free some space.", cause),
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => new PlatformException(ErrorCode.CorruptData, "The search index is damaged; it is made anew at the next start.", cause),
            _ => cause,
        };
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        _db.Dispose();
    }
}

/// <summary>A search looked for as long as it may.</summary>
internal sealed class SearchTimeoutException(Exception cause) : Exception("the search has taken all of its time", cause);

/// <summary>A prepared statement; parameters are numbered from 1, columns from 0.</summary>
internal sealed class IndexStatement(IndexConnection connection, sqlite3_stmt statement) : IDisposable
{
    internal IndexStatement Bind(int parameter, long value)
    {
        connection.Check(raw.sqlite3_bind_int64(statement, parameter, value), "bind");
        return this;
    }

    internal IndexStatement Bind(int parameter, string value)
    {
        connection.Check(raw.sqlite3_bind_text(statement, parameter, value), "bind");
        return this;
    }

    internal IndexStatement Bind(int parameter, byte[] value)
    {
        connection.Check(raw.sqlite3_bind_blob(statement, parameter, value), "bind");
        return this;
    }

    internal IndexStatement BindNull(int parameter)
    {
        connection.Check(raw.sqlite3_bind_null(statement, parameter), "bind");
        return this;
    }

    /// <summary>Runs to the end, without rows.</summary>
    internal void Run()
    {
        foreach (var _ in Rows())
        {
        }
    }

    /// <summary>Steps from row to row; columns are read of the row that it stands on.</summary>
    internal IEnumerable<IndexStatement> Rows()
    {
        try
        {
            while (true)
            {
                var code = raw.sqlite3_step(statement);
                if (code == raw.SQLITE_DONE)
                    yield break;
                if (code != raw.SQLITE_ROW)
                    connection.Check(code, "step");
                yield return this;
            }
        }
        finally
        {
            raw.sqlite3_reset(statement);
        }
    }

    internal long Int64(int column) => raw.sqlite3_column_int64(statement, column);

    internal bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    internal string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string();

    internal byte[] Bytes(int column) => raw.sqlite3_column_blob(statement, column).ToArray();

    public void Dispose() => statement.Dispose();
}
