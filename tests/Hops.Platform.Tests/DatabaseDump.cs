using System.Globalization;
using System.Text;
using SQLitePCL;

namespace Hops.Platform.Tests;

/// <summary>Every row of a metadata database as text, read past everything of ours: what is in it, not what we look up.</summary>
internal static class DatabaseDump
{
    static DatabaseDump() => Batteries_V2.Init();

    /// <summary>The rows, each as the name of its table and its values.</summary>
    public static IReadOnlyList<(string Table, string Row)> Read(string path)
    {
        raw.sqlite3_open_v2(path, out var database, raw.SQLITE_OPEN_READONLY, null).ShouldBe(raw.SQLITE_OK);
        using (database)
        {
            var rows = new List<(string, string)>();
            foreach (var table in Rows(database, "SELECT name FROM sqlite_schema WHERE type = 'table'"))
                rows.AddRange(Rows(database, $"SELECT * FROM \"{table}\"").Select(row => (table, row)));
            return rows;
        }
    }

    private static List<string> Rows(sqlite3 database, string sql)
    {
        raw.sqlite3_prepare_v2(database, sql, out var statement).ShouldBe(raw.SQLITE_OK, sql);
        using (statement)
        {
            var rows = new List<string>();
            while (raw.sqlite3_step(statement) == raw.SQLITE_ROW)
                rows.Add(string.Join('|', Enumerable.Range(0, raw.sqlite3_column_count(statement)).Select(column => Text(statement, column))));
            return rows;
        }
    }

    private static string Text(sqlite3_stmt statement, int column) => raw.sqlite3_column_type(statement, column) switch
    {
        raw.SQLITE_INTEGER => raw.sqlite3_column_int64(statement, column).ToString(CultureInfo.InvariantCulture),
        raw.SQLITE_BLOB => Encoding.Latin1.GetString(raw.sqlite3_column_blob(statement, column)),
        _ => raw.sqlite3_column_text(statement, column).utf8_to_string() ?? "",
    };
}
