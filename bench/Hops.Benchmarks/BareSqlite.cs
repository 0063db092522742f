using SQLitePCL;

namespace Hops.Benchmarks;

/// <summary>The yardstick: the same table and settings through SQLitePCLRaw alone, one connection, one thread, prepared statements.</summary>
internal sealed class BareSqlite : IDisposable
{
    private readonly sqlite3 _db;
    private readonly sqlite3_stmt _begin;
    private readonly sqlite3_stmt _commit;
    private readonly sqlite3_stmt _insert;
    private readonly sqlite3_stmt _get;

    internal BareSqlite(string path, bool isNew)
    {
        Batteries_V2.Init();
        Check(raw.sqlite3_open_v2(path, out _db, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX, null));
        if (isNew)
        {
            Execute("PRAGMA page_size = 8192");
            Execute("PRAGMA journal_mode = WAL");
            Execute("CREATE TABLE entry (parent_id INTEGER NOT NULL, name BLOB NOT NULL, id INTEGER NOT NULL, size INTEGER NOT NULL, owner TEXT NOT NULL, PRIMARY KEY (parent_id, name)) WITHOUT ROWID, STRICT");
        }

        Execute("PRAGMA synchronous = FULL");
        Execute("PRAGMA cache_size = -16384");
        Execute("PRAGMA mmap_size = 1073741824");
        _begin = Prepare("BEGIN");
        _commit = Prepare("COMMIT");
        _insert = Prepare("INSERT INTO entry VALUES (?1, ?2, ?3, ?4, ?5)");
        _get = Prepare("SELECT parent_id, name, id, size, owner FROM entry WHERE parent_id = ?1 AND name = ?2");
    }

    internal void Begin() => Run(_begin);

    internal void Commit() => Run(_commit);

    internal void Insert(Entry entry)
    {
        raw.sqlite3_bind_int64(_insert, 1, entry.ParentId);
        raw.sqlite3_bind_blob(_insert, 2, entry.Name);
        raw.sqlite3_bind_int64(_insert, 3, entry.Id);
        raw.sqlite3_bind_int64(_insert, 4, entry.SizeBytes);
        raw.sqlite3_bind_text(_insert, 5, entry.Owner);
        Run(_insert);
    }

    internal Entry Get(long parentId, byte[] name)
    {
        raw.sqlite3_bind_int64(_get, 1, parentId);
        raw.sqlite3_bind_blob(_get, 2, name);
        if (raw.sqlite3_step(_get) != raw.SQLITE_ROW)
            throw new InvalidOperationException("the row is missing");
        var entry = new Entry(
            raw.sqlite3_column_int64(_get, 0),
            raw.sqlite3_column_blob(_get, 1).ToArray(),
            raw.sqlite3_column_int64(_get, 2),
            raw.sqlite3_column_int64(_get, 3),
            raw.sqlite3_column_text(_get, 4).utf8_to_string());
        raw.sqlite3_reset(_get);
        return entry;
    }

    public void Dispose()
    {
        _begin.Dispose();
        _commit.Dispose();
        _insert.Dispose();
        _get.Dispose();
        _db.Dispose();
    }

    private sqlite3_stmt Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v2(_db, sql, out var statement));
        return statement;
    }

    private void Execute(string sql) => Check(raw.sqlite3_exec(_db, sql));

    private void Run(sqlite3_stmt statement)
    {
        var code = raw.sqlite3_step(statement);
        if (code != raw.SQLITE_DONE)
            Check(code);
        raw.sqlite3_reset(statement);
    }

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
            throw new InvalidOperationException($"SQLite {code}: {raw.sqlite3_errmsg(_db).utf8_to_string()}");
    }
}
