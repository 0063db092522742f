using System.Collections.Frozen;
using System.Text.Json;
using Hops.Core.Errors;
using Hops.Streaming.DuckDb;

namespace Hops.Streaming.Planning;

/// <summary>
/// The rule of tables, decided on what DuckDB has bound and not on names: names can be hidden by other names, a plan cannot. The leaves of the
/// plan (<c>EXPLAIN (FORMAT json)</c>) are what the statement reads; each has to be one that reads declared tables, or nothing but its arguments.
/// </summary>
internal static class BoundPlan
{
    private const int DepthMax = 10_000;

    /// <summary>
    /// Operators that begin a plan: scans of declared tables, and those that read what the plan itself has made. DuckDB draws an aggregation over
    /// a <c>DELIM_SCAN</c> without its child.
    /// </summary>
    private static readonly FrozenSet<string> Leaves = FrozenSet.ToFrozenSet(
        ["READ_PARQUET", "SEQ_SCAN", "RANGE", "GENERATE_SERIES", "UNNEST", "DUMMY_SCAN", "COLUMN_DATA_SCAN", "EXPRESSION_SCAN", "EMPTY_RESULT", "CTE_SCAN",
         "REC_CTE_SCAN", "DELIM_SCAN", "HASH_GROUP_BY", "PERFECT_HASH_GROUP_BY", "UNGROUPED_AGGREGATE"],
        StringComparer.Ordinal);

    /// <summary>Table functions, which may also stand above other operators.</summary>
    private static readonly FrozenSet<string> Functions = FrozenSet.ToFrozenSet(
        ["READ_PARQUET", "SEQ_SCAN", "RANGE", "GENERATE_SERIES", "UNNEST"], StringComparer.Ordinal);

    /// <summary>Checks what a statement reads, without running it.</summary>
    /// <exception cref="PlatformException"><c>InvalidQuery</c>: something other than its tables, or what DuckDB says of it.</exception>
    public static void Check(Connection connection, string sql)
    {
        using var result = connection.Query("EXPLAIN (FORMAT json) " + sql);
        using var chunk = result.NextChunk();
        using var plan = JsonDocument.Parse(chunk!.Text(1, 0)!, new JsonDocumentOptions { MaxDepth = DepthMax });
        var open = new Stack<JsonElement>(plan.RootElement.EnumerateArray());
        while (open.TryPop(out var node))
        {
            var children = node.GetProperty("children");
            var name = node.GetProperty("name").GetString()!.Trim();
            if (children.GetArrayLength() == 0 && !Leaves.Contains(name))
                throw Refuse(name);
            if (node.GetProperty("extra_info").TryGetProperty("Function", out var function) && !Functions.Contains(function.ToString()))
                throw Refuse(function.ToString());
            foreach (var child in children.EnumerateArray())
                open.Push(child);
        }
    }

    private static PlatformException Refuse(string what) => new(
        ErrorCode.InvalidQuery,
        $"The statement reads {what.ToLowerInvariant()}, which is not available in queries: data is read through declared tables only.");
}
