using System.Collections.Frozen;
using Hops.Streaming.DuckDb;

namespace Hops.Streaming.Planning;

/// <summary>What DuckDB's functions are, as far as a query may or may not use them.</summary>
internal sealed class FunctionCatalog
{
    /// <summary>Table functions that read nothing but their arguments.</summary>
    private static readonly FrozenSet<string> TableFunctions = FrozenSet.ToFrozenSet(["unnest", "range", "generate_series"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Scalar functions that show or change the session, or evaluate SQL that the rules did not see.</summary>
    private static readonly FrozenSet<string> Forbidden = FrozenSet.ToFrozenSet(
        ["current_setting", "getvariable", "getenv", "write_log", "current_query", "currval", "nextval", "in_search_path", "txid_current",
         "json_execute_serialized_sql", "query", "query_table", "error"],
        StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Clocks = FrozenSet.ToFrozenSet(
        ["now", "get_current_timestamp", "current_timestamp", "transaction_timestamp", "current_localtimestamp", "localtimestamp"],
        StringComparer.OrdinalIgnoreCase);

    private readonly FrozenSet<string> _aggregates;
    private readonly FrozenSet<string> _volatile;

    public FunctionCatalog(Connection connection)
    {
        _aggregates = Names(connection, "function_type = 'aggregate'");
        _volatile = Names(connection, "stability = 'VOLATILE'");
    }

    public static bool IsTableFunctionAllowed(string name) => TableFunctions.Contains(name);

    /// <summary>True for the time of the statement, which is the time of the batch here.</summary>
    public static bool IsClock(string name) => Clocks.Contains(name);

    public static bool IsDateClock(string name) =>
        name.Equals("current_date", StringComparison.OrdinalIgnoreCase) || name.Equals("today", StringComparison.OrdinalIgnoreCase);

    public static bool IsForbidden(string name) => Forbidden.Contains(name) || name.StartsWith("pg_", StringComparison.OrdinalIgnoreCase);

    public bool IsAggregate(string name) => _aggregates.Contains(name);

    /// <summary>True for a function whose answers differ from call to call: a batch that is run again would differ.</summary>
    public bool IsVolatile(string name) => _volatile.Contains(name);

    private static FrozenSet<string> Names(Connection connection, string condition)
    {
        var names = new List<string>();
        using var result = connection.Query($"SELECT DISTINCT function_name FROM duckdb_functions() WHERE {condition}");
        while (result.NextChunk() is { } chunk)
        {
            using (chunk)
            {
                for (var row = 0; row < chunk.RowCount; row++)
                    names.Add(chunk.Text(0, row)!);
            }
        }
        return names.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }
}
