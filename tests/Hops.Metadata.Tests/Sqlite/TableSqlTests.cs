using Hops.Metadata.Audit;
using Hops.Metadata.Sqlite;
using Hops.Metadata.Tables;
using Hops.Metadata.Tests.Conformance;
using SQLitePCL;

namespace Hops.Metadata.Tests.Sqlite;

public sealed class TableSqlTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("hops-sql-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Every_derived_statement_follows_a_key_and_none_sorts()
    {
        using var connection = SqliteConnection.OpenWriter(Path.Combine(_directory, "plan.db"), new SqliteOptions());
        foreach (var table in new Table[] { Town.Table, Mark.Table, Tally.Table, AuditLog.Entries })
        {
            var sql = new TableSql(table);
            foreach (var statement in sql.Creation())
                connection.Execute(statement);
            for (var slot = 0; slot < sql.Slots; slot++)
            {
                if (!IsPossible(table, slot))
                    continue;
                var text = sql.Text(slot);
                var plan = Plan(connection, text);
                plan.ShouldNotContain("TEMP B-TREE", Case.Sensitive, text);
                if (slot != TableSql.Scan(0, false) && slot != TableSql.DeletePrefix(0))
                    plan.ShouldNotContain("SCAN", Case.Sensitive, text);
            }
        }
    }

    [Fact]
    public void A_page_after_a_key_seeks_by_the_whole_key()
    {
        using var connection = SqliteConnection.OpenWriter(Path.Combine(_directory, "seek.db"), new SqliteOptions());
        var sql = new TableSql(Town.Table);
        foreach (var statement in sql.Creation())
            connection.Execute(statement);

        Plan(connection, sql.Text(TableSql.Scan(1, true))).ShouldContain("(region=? AND name>?)");
    }

    private static bool IsPossible(Table table, int slot)
    {
        for (var prefix = 0; prefix <= Key.PartsMax; prefix++)
        {
            if (slot == TableSql.Scan(prefix, false) || slot == TableSql.DeletePrefix(prefix))
                return prefix <= table.KeyLength;
            if (slot == TableSql.Scan(prefix, true))
                return prefix < table.KeyLength;
        }

        return true;
    }

    private static string Plan(SqliteConnection connection, string sql)
    {
        using var statement = connection.Prepare("EXPLAIN QUERY PLAN " + sql);
        var steps = new List<string>();
        while (connection.Step(statement, sql))
            steps.Add(raw.sqlite3_column_text(statement, 3).utf8_to_string());
        return string.Join("; ", steps);
    }
}
