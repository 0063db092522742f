using System.Globalization;
using Hops.Core.Errors;
using Hops.Metadata.Migrations;
using Hops.Metadata.Tables;
using SQLitePCL;

namespace Hops.Metadata.Sqlite;

/// <summary>
/// Brings the schema of a database up to date: 1. the steps that are missing, each in its own transaction with its number; 2. tables that
/// are described and do not exist yet; 3. a comparison of every table with its description.
/// </summary>
internal static class SqliteSchema
{
    private const string Meta = "CREATE TABLE IF NOT EXISTS \"meta\" (\"name\" TEXT PRIMARY KEY, \"value\" INTEGER NOT NULL) WITHOUT ROWID, STRICT";

    /// <param name="connection">The connection of the writer.</param>
    /// <param name="tables">Every table that will be used.</param>
    /// <param name="migrations">All steps.</param>
    /// <param name="mustExist">True to refuse a database without a format: it was emptied, or another was put in its place.</param>
    internal static void Upgrade(
        SqliteConnection connection, IReadOnlyList<Table> tables, IReadOnlyList<Migration> migrations, bool mustExist = false)
    {
        var format = Format(connection);
        if (format == 0 && mustExist)
        {
            throw new PlatformException(
                ErrorCode.DataDirectoryUnusable,
                "The metadata database is empty, and the data directory is not new. Put the database back, or restore it from a backup, with its hops.db-wal if there is one; nothing was changed.");
        }

        foreach (var migration in SchemaFormat.Remaining(format, migrations))
        {
            InTransaction(connection, () =>
            {
                connection.Execute(Meta);
                foreach (var statement in migration.Changes.SelectMany(change => Statements(connection, change)))
                    connection.Execute(statement);
                connection.Execute(FormattableString.Invariant($"INSERT OR REPLACE INTO \"meta\" VALUES ('format', {migration.Number})"));
            });
        }

        InTransaction(connection, () =>
        {
            foreach (var table in tables.Where(table => Columns(connection, table.Name).Count == 0))
            {
                foreach (var statement in new TableSql(table).Creation())
                    connection.Execute(statement);
            }
        });
        foreach (var table in tables)
            Compare(connection, table);
    }

    private static long Format(SqliteConnection connection)
    {
        if (Columns(connection, "meta").Count == 0)
            return 0;
        using var statement = connection.Prepare("SELECT \"value\" FROM \"meta\" WHERE \"name\" = 'format'");
        return connection.Step(statement, "meta") ? raw.sqlite3_column_int64(statement, 0) : 0;
    }

    private static IEnumerable<string> Statements(SqliteConnection connection, SchemaChange change) => change switch
    {
        TableCreated created => new TableSql(created.Table).Creation(),
        ColumnAdded added when Columns(connection, added.TableName).Count == 0 => [],
        ColumnAdded added =>
            [$"ALTER TABLE {TableSql.Quote(added.TableName)} ADD COLUMN {TableSql.Declaration(added.Column)}{Default(added.Default)}"],
        LookupAdded added => [TableSql.LookupCreation(added.TableName, added.Lookup)],
        RowChecksumsAdded => TablesWithoutChecksum(connection).Select(name => $"ALTER TABLE {TableSql.Quote(name)} ADD COLUMN {TableSql.ChecksumDeclaration}"),
        TableDropped dropped => [$"DROP TABLE {TableSql.Quote(dropped.TableName)}"],
        _ => throw new ArgumentException($"{change.GetType().Name} is no change that SQLite knows", nameof(change)),
    };

    private static string Default(KeyPart? value) => value switch
    {
        null => "",
        { Type: ColumnType.Int64 } number => string.Create(CultureInfo.InvariantCulture, $" DEFAULT {number.Int64}"),
        { Type: ColumnType.Text } text => $" DEFAULT '{text.Text.Replace("'", "''", StringComparison.Ordinal)}'",
        { Type: ColumnType.Bytes } bytes => $" DEFAULT x'{Convert.ToHexString(bytes.Bytes)}'",
        _ => throw new ArgumentOutOfRangeException(nameof(value)),
    };

    private static List<string> TablesWithoutChecksum(SqliteConnection connection)
    {
        using var statement = connection.Prepare(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'meta'"
            + $" AND NOT EXISTS (SELECT 1 FROM pragma_table_info(sqlite_schema.name) AS present WHERE present.name = '{RowChecksum.ColumnName}')");
        var names = new List<string>();
        while (connection.Step(statement, "sqlite_schema"))
            names.Add(raw.sqlite3_column_text(statement, 0).utf8_to_string());
        return names;
    }

    private static void InTransaction(SqliteConnection connection, Action body)
    {
        connection.BeginImmediate();
        try
        {
            body();
            connection.Commit();
        }
        catch
        {
            connection.Rollback();
            throw;
        }
    }

    private static void Compare(SqliteConnection connection, Table table)
    {
        var described = table.Columns.Select((column, index) => (TableSql.Declaration(column), index < table.KeyLength ? index + 1 : 0));
        var all = Columns(connection, table.Name);
        var present = all.Where(column => column.Declaration != TableSql.ChecksumDeclaration).ToList();
        if (present.Count == all.Count || !described.SequenceEqual(present))
        {
            throw new PlatformException(
                ErrorCode.DataDirectoryUnusable,
                $"Table {table.Name} of the metadata database has other columns than this version describes. Start the version that wrote it; a change of a table needs a migration.")
                .With("present", string.Join(", ", present.Select(column => column.Declaration)))
                .With("described", string.Join(", ", described.Select(column => column.Item1)));
        }
    }

    /// <summary>Declaration and position in the primary key of each column of a table; none if there is no such table.</summary>
    private static List<(string Declaration, int KeyPosition)> Columns(SqliteConnection connection, string table)
    {
        using var statement = connection.Prepare("SELECT name, type, \"notnull\", pk FROM pragma_table_info(?1) ORDER BY cid");
        connection.Check(raw.sqlite3_bind_text(statement, 1, table), "bind");
        var columns = new List<(string, int)>();
        while (connection.Step(statement, "table_info"))
        {
            var name = raw.sqlite3_column_text(statement, 0).utf8_to_string();
            var type = raw.sqlite3_column_text(statement, 1).utf8_to_string();
            var required = raw.sqlite3_column_int(statement, 2) != 0 ? " NOT NULL" : "";
            columns.Add(($"{TableSql.Quote(name)} {type}{required}", raw.sqlite3_column_int(statement, 3)));
        }

        return columns;
    }
}
