using Hops.Core.Errors;
using Hops.Streaming.DuckDb;

namespace Hops.Streaming.Planning;

/// <summary>One SELECT over datasets: which tables it names, and its rows. Each run has a database of its own, locked to one directory.</summary>
public static class AdHocQuery
{
    private const int SqlLengthMax = 64 * 1024;
    private const int TablesMax = 100;
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>Tables that a text reads, as it names them: <c>table</c> or <c>schema.table</c>, each once.</summary>
    /// <exception cref="PlatformException"><c>InvalidQuery</c> with the position: no single SELECT, or a function that is not available.</exception>
    public static IReadOnlyList<string> TablesOf(string sql)
    {
        CheckLength(sql);
        using var session = new PlanningSession();
        var root = session.Ast.Parse(sql);
        var tables = TableRules.TablesOf(root)
            .Select(TableRules.NameOf)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToArray();
        if (tables.Length > TablesMax)
            throw new PlatformException(ErrorCode.InvalidQuery, $"The query names more than {TablesMax} tables.");
        new TableRules(sql, tables.ToHashSet(StringComparer.OrdinalIgnoreCase)).Check(root);
        return tables;
    }

    /// <summary>Runs a query.</summary>
    /// <param name="request">The query, its files and its limits.</param>
    /// <param name="cancellationToken">Interrupts the statement.</param>
    /// <exception cref="PlatformException">
    /// <c>InvalidQuery</c> with the position; <c>ResourcesExceeded</c> for memory and spilled bytes; <c>Unavailable</c> when cancelled.
    /// </exception>
    public static AdHocAnswer Run(AdHocRequest request, CancellationToken cancellationToken)
    {
        CheckLength(request.Sql);
        using var database = Database.Open(new DatabaseOptions
        {
            Threads = request.Threads,
            MemoryMaxBytes = request.MemoryMaxBytes,
            AllowedDirectories = [request.Directory],
            SpillDirectory = Path.Combine(request.Directory, "spill"),
            SpillMaxBytes = request.SpillMaxBytes,
            NameOfFile = path => request.FileNames.GetValueOrDefault(path),
            KeepsOrder = true,
        });
        using var connection = database.Connect();
        var ast = new SqlAst(connection);
        var root = ast.Parse(request.Sql);
        new TableRules(request.Sql, request.TableFiles.Keys.ToHashSet(StringComparer.OrdinalIgnoreCase)).Check(root);
        foreach (var (table, files) in request.TableFiles)
            CreateView(connection, table, files, request.TableColumns.GetValueOrDefault(table));

        using var interrupt = cancellationToken.Register(connection.Interrupt);
        using var progress = request.OnProgress is { } tell ? new Timer(_ => tell(connection.Progress()), null, ProgressInterval, ProgressInterval) : null;
        using var statement = connection.Prepare(request.Sql);
        var columns = statement.Columns;
        var limited = FormattableString.Invariant($"SELECT * FROM ({ast.ToSql(root)}) LIMIT {request.RowsMax + 1L}");
        BoundPlan.Check(connection, limited);
        using var result = connection.Query(limited);
        return AdHocAnswer.Read(columns, result, request);
    }

    private static void CreateView(Connection connection, string table, IReadOnlyList<string> files, IReadOnlyList<SqlColumn>? columns)
    {
        if (files.Count == 0 && columns is null)
            throw new PlatformException(ErrorCode.InvalidQuery, $"The table {table} has no Parquet files yet.");
        var parts = table.Split('.', 2);
        if (parts.Length == 2)
            connection.Execute($"CREATE SCHEMA IF NOT EXISTS {SqlText.Quote(parts[0])}");
        var name = string.Join('.', parts.Select(SqlText.Quote));
        var rows = files.Count > 0
            ? $"SELECT * FROM read_parquet({SqlText.List(files)}, union_by_name = true)"
            : $"SELECT {string.Join(", ", columns!.Select(column => $"CAST(NULL AS {column.Type.ToSql()}) AS {SqlText.Quote(column.Name)}"))} WHERE false";
        connection.Execute($"CREATE VIEW {name} AS {rows}");
    }

    private static void CheckLength(string sql)
    {
        if (sql.Length > SqlLengthMax)
            throw new PlatformException(ErrorCode.InvalidQuery, $"The SQL text has more than {SqlLengthMax} characters.");
    }
}
