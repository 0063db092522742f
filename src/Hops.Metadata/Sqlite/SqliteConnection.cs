using Hops.Metadata.Tables;
using SQLitePCL;

namespace Hops.Metadata.Sqlite;

/// <summary>One connection with its prepared statements. Used by one thread at a time.</summary>
internal sealed class SqliteConnection : IDisposable
{
    internal const int PageLengthBytes = 8192;

    private static readonly Lock Loading = new();
    private static bool _isLoaded;

    private readonly sqlite3 _db;
    private readonly Dictionary<Table, SqliteTable> _tables = new(ReferenceEqualityComparer.Instance);
    private SqliteTable? _lastTable;
    private readonly sqlite3_stmt _begin;
    private readonly sqlite3_stmt _beginImmediate;
    private readonly sqlite3_stmt _commit;
    private readonly sqlite3_stmt _rollback;
    private readonly sqlite3_stmt _savepoint;
    private readonly sqlite3_stmt _release;
    private readonly sqlite3_stmt _rollbackTo;

    private SqliteConnection(sqlite3 db)
    {
        _db = db;
        Snapshot = new Snapshot(this);
        Reader = new SqliteRowReader();
        Writer = new SqliteRowWriter(this);
        _begin = Prepare("BEGIN DEFERRED");
        _beginImmediate = Prepare("BEGIN IMMEDIATE");
        _commit = Prepare("COMMIT");
        _rollback = Prepare("ROLLBACK");
        _savepoint = Prepare("SAVEPOINT body");
        _release = Prepare("RELEASE body");
        _rollbackTo = Prepare("ROLLBACK TO body");
    }

    /// <summary>Reused for each row that this connection reads.</summary>
    internal SqliteRowReader Reader { get; }

    /// <summary>Reused for each row that this connection writes.</summary>
    internal SqliteRowWriter Writer { get; }

    /// <summary>The snapshot of the read transaction that is under way.</summary>
    internal Snapshot Snapshot { get; }

    /// <summary>True once a call failed in a way that leaves the state of the file unknown.</summary>
    internal bool HasFailed { get; private set; }

    /// <summary>True while a transaction is open: SQLite ends one by itself after some errors.</summary>
    internal bool IsInTransaction => raw.sqlite3_get_autocommit(_db) == 0;

    /// <summary>Rows changed by the last statement.</summary>
    internal int Changes => raw.sqlite3_changes(_db);

    internal static SqliteConnection OpenWriter(string path, SqliteOptions options)
    {
        var db = OpenFile(path, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE);
        try
        {
            Execute(db, FormattableString.Invariant($"PRAGMA page_size = {PageLengthBytes}"));
            Execute(db, "PRAGMA journal_mode = WAL");
            Execute(db, "PRAGMA synchronous = FULL");
            Execute(db, "PRAGMA wal_autocheckpoint = 0");
            Execute(db, "PRAGMA temp_store = MEMORY");

            // What is deleted is overwritten in its page, and pages that become free are (ADR 0121).
            Execute(db, "PRAGMA secure_delete = ON");
            Execute(db, "PRAGMA trusted_schema = OFF");
            Execute(db, FormattableString.Invariant($"PRAGMA journal_size_limit = {options.WalTargetBytes}"));
            Execute(db, FormattableString.Invariant($"PRAGMA max_page_count = {options.PagesMax}"));
            ConfigureCaches(db, options);
            return new SqliteConnection(db);
        }
        catch
        {
            db.Dispose();
            throw;
        }
    }

    internal static SqliteConnection OpenReader(string path, SqliteOptions options)
    {
        var db = OpenFile(path, raw.SQLITE_OPEN_READONLY);
        try
        {
            ConfigureCaches(db, options);
            return new SqliteConnection(db);
        }
        catch
        {
            db.Dispose();
            throw;
        }
    }

    /// <summary>A connection that only copies the write-ahead log into the database.</summary>
    internal static SqliteConnection OpenCheckpointer(string path)
    {
        // While it waits for readers it may hold up the writer, so it does not wait for long.
        const int ReaderWaitMs = 200;
        var db = OpenFile(path, raw.SQLITE_OPEN_READWRITE);
        raw.sqlite3_busy_timeout(db, ReaderWaitMs);

        // A connection that has read nothing does not know yet that there is a log, and its checkpoints do nothing.
        Execute(db, "SELECT 1 FROM sqlite_schema LIMIT 1");
        return new SqliteConnection(db);
    }

    /// <summary>Ends statements that run when a condition has come true; it is asked after each so many instructions of the engine.</summary>
    internal void StopWhen(Func<bool> condition, int instructions) =>
        raw.sqlite3_progress_handler(_db, instructions, _ => condition() ? 1 : 0, null);

    /// <summary>Makes the statements of a table runnable on this connection.</summary>
    internal void Attach(TableSql sql) => _tables.Add(sql.Table, new SqliteTable(this, sql));

    /// <summary>The statements of a table.</summary>
    internal SqliteTable Of(Table table)
    {
        if (ReferenceEquals(_lastTable?.Table, table))
            return _lastTable;
        if (!_tables.TryGetValue(table, out var found))
            throw new InvalidOperationException($"table {table.Name} was not among the tables with which the store was opened");
        return _lastTable = found;
    }

    internal sqlite3_stmt Prepare(string sql)
    {
        const uint Persistent = 1;
        var code = raw.sqlite3_prepare_v3(_db, sql, Persistent, out var statement);
        return code == raw.SQLITE_OK ? statement : throw Failure(code, sql);
    }

    /// <summary>Runs SQL that returns nothing, for the schema only.</summary>
    internal void Execute(string sql) => Execute(_db, sql);

    internal void Begin() => Run(_begin, "BEGIN");

    internal void BeginImmediate() => Run(_beginImmediate, "BEGIN IMMEDIATE");

    internal void Commit() => Run(_commit, "COMMIT");

    internal void Savepoint() => Run(_savepoint, "SAVEPOINT");

    internal void Release() => Run(_release, "RELEASE");

    internal void RollbackToSavepoint()
    {
        Run(_rollbackTo, "ROLLBACK TO");
        Run(_release, "RELEASE");
    }

    /// <summary>Commits nothing; never fails.</summary>
    internal void EndRead()
    {
        _ = raw.sqlite3_step(_commit);
        raw.sqlite3_reset(_commit);
    }

    /// <summary>Undoes the open transaction, if there is still one.</summary>
    internal void Rollback()
    {
        if (IsInTransaction)
            Run(_rollback, "ROLLBACK");
    }

    /// <summary>One step of a statement.</summary>
    /// <returns>True if there is a row.</returns>
    internal bool Step(sqlite3_stmt statement, string name)
    {
        var code = raw.sqlite3_step(statement);
        if (code == raw.SQLITE_ROW)
            return true;
        if (code == raw.SQLITE_DONE)
            return false;
        var failure = Failure(code, name);
        raw.sqlite3_reset(statement);
        throw failure;
    }

    /// <summary>Pages written to the write-ahead log since the last call.</summary>
    internal int TakePagesWritten()
    {
        Check(raw.sqlite3_db_status(_db, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var pages, out _, 1), "db_status");
        return pages;
    }

    internal void Check(int code, string call)
    {
        if (code != raw.SQLITE_OK)
            throw Failure(code, call);
    }

    /// <summary>Copies the write-ahead log into the database.</summary>
    /// <param name="mode">A checkpoint mode of SQLite: passive, or truncate, which also waits for readers.</param>
    /// <returns>False if readers were in the way of a part of it.</returns>
    internal bool Checkpoint(int mode)
    {
        var code = raw.sqlite3_wal_checkpoint_v2(_db, "main", mode, out var framesInLog, out var framesCopied);
        if (code == raw.SQLITE_BUSY)
            return false;
        Check(code, "checkpoint");
        if (framesInLog < 0)
            throw new InvalidOperationException("the checkpoint found no write-ahead log");
        return framesInLog == framesCopied;
    }

    public void Dispose()
    {
        foreach (var table in _tables.Values)
            table.Dispose();
        _begin.Dispose();
        _beginImmediate.Dispose();
        _commit.Dispose();
        _rollback.Dispose();
        _savepoint.Dispose();
        _release.Dispose();
        _rollbackTo.Dispose();
        _db.Dispose();
    }

    private static sqlite3 OpenFile(string path, int flags)
    {
        lock (Loading)
        {
            if (!_isLoaded)
                Batteries_V2.Init();
            _isLoaded = true;
        }

        var code = raw.sqlite3_open_v2(path, out var db, flags | raw.SQLITE_OPEN_NOMUTEX, null);
        if (code != raw.SQLITE_OK)
        {
            var failure = SqliteError.Of(code, $"open {path}", raw.sqlite3_errstr(code).utf8_to_string());
            db.Dispose();
            throw failure;
        }

        const int BusyTimeoutMs = 5_000;
        raw.sqlite3_extended_result_codes(db, 1);
        raw.sqlite3_busy_timeout(db, BusyTimeoutMs);
        return db;
    }

    private static void ConfigureCaches(sqlite3 db, SqliteOptions options)
    {
        Execute(db, FormattableString.Invariant($"PRAGMA cache_size = -{options.PageCacheBytes / 1024}"));
        Execute(db, FormattableString.Invariant($"PRAGMA mmap_size = {options.MapBytes}"));
    }

    private static void Execute(sqlite3 db, string sql)
    {
        var code = raw.sqlite3_exec(db, sql);
        if (code != raw.SQLITE_OK)
            throw SqliteError.Of(code, sql, raw.sqlite3_errmsg(db).utf8_to_string());
    }

    private void Run(sqlite3_stmt statement, string name)
    {
        _ = Step(statement, name);
        raw.sqlite3_reset(statement);
    }

    private Exception Failure(int code, string call)
    {
        HasFailed |= SqliteError.IsFatal(code);
        return SqliteError.Of(code, call, raw.sqlite3_errmsg(_db).utf8_to_string());
    }
}
