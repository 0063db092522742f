using Hops.Streaming.DuckDb;

namespace Hops.Streaming.Planning;

/// <summary>An empty, locked database in which SQL is parsed and bound but never run on data.</summary>
internal sealed class PlanningSession : IDisposable
{
    private readonly Database _database;

    public PlanningSession()
    {
        _database = Database.Open(new DatabaseOptions { Threads = 1, MemoryMaxBytes = 64 << 20 });
        Connection = _database.Connect();
        Ast = new SqlAst(Connection);
        Functions = new FunctionCatalog(Connection);
        SetBatchTime(Connection, DateTimeOffset.UnixEpoch);
    }

    public Connection Connection { get; }

    public SqlAst Ast { get; }

    public FunctionCatalog Functions { get; }

    /// <summary>Names of the columns of all tables that were made.</summary>
    public HashSet<string> ColumnNames { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Name of the session variable that holds the time of the batch.</summary>
    public const string BatchTimeVariable = "hops_batch_time";

    /// <summary>Sets what <c>current_timestamp</c> means in the statements that follow.</summary>
    public static void SetBatchTime(Connection connection, DateTimeOffset time) =>
        connection.Execute(FormattableString.Invariant(
            $"SET VARIABLE {BatchTimeVariable} = make_timestamptz({(time.Ticks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond})"));

    /// <summary>Makes an empty table.</summary>
    public void CreateTable(string name, IReadOnlyList<SqlColumn> columns)
    {
        ColumnNames.UnionWith(columns.Select(column => column.Name));
        var parts = columns.Select(column => $"{SqlText.Quote(column.Name)} {column.Type.ToSql()}");
        var body = string.Join(", ", parts);
        foreach (var (schema, table) in SqlText.Ways(name))
        {
            if (schema is not null)
                Connection.Execute($"CREATE SCHEMA IF NOT EXISTS {schema}");
            Connection.Execute($"CREATE OR REPLACE TABLE {table} ({body})");
        }
    }

    /// <summary>Columns of a statement.</summary>
    /// <exception cref="Hops.Core.Errors.PlatformException"><c>InvalidQuery</c> with the position.</exception>
    public IReadOnlyList<SqlColumn> Bind(string sql)
    {
        using var statement = Connection.Prepare(sql);
        BoundPlan.Check(Connection, sql);
        return statement.Columns;
    }

    public void Dispose()
    {
        Connection.Dispose();
        _database.Dispose();
    }
}
