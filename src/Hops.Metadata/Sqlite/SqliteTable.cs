using Hops.Core.Errors;
using Hops.Metadata.Tables;
using SQLitePCL;

namespace Hops.Metadata.Sqlite;

/// <summary>The operations of one table on one connection, each a prepared statement that is made at its first use.</summary>
internal sealed class SqliteTable(SqliteConnection connection, TableSql sql) : IDisposable
{
    private const int LimitMax = 10_000;

    private readonly sqlite3_stmt?[] _statements = new sqlite3_stmt?[sql.Slots];

    internal Table Table => sql.Table;

    internal TRow? Get<TRow>(Table<TRow> table, in Key key)
        where TRow : class
    {
        CheckKey(key, table.KeyLength);
        return One(table, TableSql.Get, key);
    }

    internal TRow?[] GetMany<TRow>(Table<TRow> table, IReadOnlyList<Key> keys)
        where TRow : class
    {
        CheckLimit(Math.Max(keys.Count, 1));
        connection.Snapshot.BeforeMany();
        var rows = new TRow?[keys.Count];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = Get(table, keys[i]);
        return rows;
    }

    internal TRow? Lookup<TRow>(Table<TRow> table, Lookup lookup, Key key)
        where TRow : class
    {
        var index = IndexOf(lookup);
        if (key.Count != lookup.Columns.Length)
            throw new ArgumentException($"look-up {lookup.Name} has {lookup.Columns.Length} columns, the key {key.Count}", nameof(key));
        return One(table, TableSql.Lookup(index), key);
    }

    internal List<TRow> Scan<TRow>(Table<TRow> table, Key prefix, int partitionLength, Key? startAfter, int limit)
        where TRow : class
    {
        CheckLimit(limit);
        CheckPrefix(prefix, partitionLength);
        if (startAfter is { } after)
        {
            CheckKey(after, table.KeyLength);
            if (prefix.Count == table.KeyLength)
                return [];
        }

        connection.Snapshot.BeforeMany();
        var statement = Statement(TableSql.Scan(prefix.Count, startAfter is not null));
        var writer = connection.Writer;
        writer.Start(statement);
        writer.Key(prefix);
        if (startAfter is { } first)
            writer.Key(first, prefix.Count);
        writer.Int64(limit);
        var rows = new List<TRow>();
        try
        {
            while (connection.Step(statement, table.Name))
                rows.Add(Row(table, statement));
        }
        finally
        {
            raw.sqlite3_reset(statement);
        }

        return rows;
    }

    internal bool Insert<TRow>(Table<TRow> table, TRow row)
        where TRow : class => Change(table, TableSql.Insert, row) > 0;

    internal bool Update<TRow>(Table<TRow> table, TRow row)
        where TRow : class => Change(table, TableSql.Update, row) > 0;

    internal void Put<TRow>(Table<TRow> table, TRow row)
        where TRow : class => Change(table, TableSql.Put, row);

    internal bool Delete(Key key)
    {
        CheckKey(key, sql.Table.KeyLength);
        var statement = Statement(TableSql.Delete);
        var writer = connection.Writer;
        writer.Start(statement);
        writer.Key(key);
        return Run(statement) > 0;
    }

    internal int DeletePrefix(Key prefix, int limit)
    {
        CheckLimit(limit);
        CheckPrefix(prefix, sql.Table.PartitionLength);
        var statement = Statement(TableSql.DeletePrefix(prefix.Count));
        var writer = connection.Writer;
        writer.Start(statement);
        writer.Key(prefix);
        writer.Int64(limit);
        return Run(statement);
    }

    public void Dispose()
    {
        foreach (var statement in _statements)
            statement?.Dispose();
    }

    private TRow? One<TRow>(Table<TRow> table, int slot, in Key key)
        where TRow : class
    {
        var snapshot = connection.Snapshot;
        snapshot.BeforeOne();
        var statement = Statement(slot);
        var writer = connection.Writer;
        writer.Start(statement);
        writer.Key(key);
        try
        {
            return snapshot.StepToOne(statement, table.Name) ? Row(table, statement) : null;
        }
        finally
        {
            snapshot.AfterOne(statement);
        }
    }

    private TRow Row<TRow>(Table<TRow> table, sqlite3_stmt statement)
        where TRow : class
    {
        if (!RowChecksum.Matches(statement.DangerousGetHandle(), table.Columns.Count))
        {
            throw new PlatformException(
                ErrorCode.CorruptData, $"A row of table {table.Name} of the metadata database is damaged and is not served: restore the database from a backup.")
                .With("table", table.Name);
        }

        var reader = connection.Reader;
        reader.Start(statement);
        return table.Read(reader);
    }

    private int Change<TRow>(Table<TRow> table, int slot, TRow row)
        where TRow : class
    {
        var statement = Statement(slot);
        var writer = connection.Writer;
        writer.Start(statement);
        table.Write(row, writer);
        if (writer.Bound != table.Columns.Count)
            throw new InvalidOperationException($"table {table.Name} has {table.Columns.Count} columns; its row wrote {writer.Bound}");
        writer.Checksum();
        return Run(statement);
    }

    private int Run(sqlite3_stmt statement)
    {
        _ = connection.Step(statement, sql.Table.Name);
        raw.sqlite3_reset(statement);
        return connection.Changes;
    }

    private sqlite3_stmt Statement(int slot) => _statements[slot] ??= connection.Prepare(sql.Text(slot));

    private int IndexOf(Lookup lookup)
    {
        for (var i = 0; i < sql.Table.Lookups.Count; i++)
        {
            if (ReferenceEquals(sql.Table.Lookups[i], lookup))
                return i;
        }

        throw new ArgumentException($"table {sql.Table.Name} does not declare the look-up {lookup.Name}", nameof(lookup));
    }

    private void CheckKey(in Key key, int length)
    {
        if (key.Count != length)
            throw new ArgumentException($"the key of table {sql.Table.Name} has {length} columns, not {key.Count}", nameof(key));
        CheckTypes(key);
    }

    private void CheckPrefix(in Key prefix, int lengthMin)
    {
        if (prefix.Count < lengthMin || prefix.Count > sql.Table.KeyLength)
            throw new ArgumentException($"a prefix in table {sql.Table.Name} has {lengthMin} to {sql.Table.KeyLength} columns, not {prefix.Count}", nameof(prefix));
        CheckTypes(prefix);
    }

    private void CheckTypes(in Key key)
    {
        var types = sql.KeyTypes;
        for (var i = 0; i < key.Count; i++)
        {
            if (key[i].Type != types[i])
                throw new ArgumentException($"column {sql.Table.Columns[i].Name} of table {sql.Table.Name} is not {key[i].Type}", nameof(key));
        }
    }

    private static void CheckLimit(int limit)
    {
        if (limit is < 1 or > LimitMax)
            throw new PlatformException(ErrorCode.InvalidArgument, $"The limit of a page is 1 to {LimitMax}, not {limit}.");
    }
}
