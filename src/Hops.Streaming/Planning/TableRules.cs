using System.Text.Json.Nodes;
using Hops.Core.Errors;
using Hops.Streaming.DuckDb;

namespace Hops.Streaming.Planning;

/// <summary>
/// What every SQL text of a user must obey, streaming or not: only tables that were declared, no function that reaches files, settings or
/// other SQL. The lock-down of the database is the wall behind this one.
/// </summary>
internal sealed class TableRules(string sql, IReadOnlySet<string> tables)
{
    /// <summary>Checks a tree.</summary>
    /// <exception cref="PlatformException"><c>InvalidQuery</c> with the position.</exception>
    public void Check(JsonObject root)
    {
        var expressions = CteNames(root);
        foreach (var node in SqlAst.Objects(root))
        {
            if (SqlAst.Text(node, "type") == "BASE_TABLE" && !expressions.Contains(SqlAst.Text(node, "table_name")))
                CheckTable(node);
            else if (SqlAst.Text(node, "type") == "TABLE_FUNCTION")
                CheckTableFunction(node);
            else if (SqlAst.Text(node, "class") == "FUNCTION" && FunctionCatalog.IsForbidden(SqlAst.Text(node, "function_name")))
                throw Refuse(node, $"The function {SqlAst.Text(node, "function_name")} is not available in queries.");
        }
    }

    /// <summary>Name of a table of a tree: <c>table</c> or <c>schema.table</c>.</summary>
    public static string NameOf(JsonObject table)
    {
        var schema = SqlAst.Text(table, "schema_name");
        return schema.Length == 0 ? SqlAst.Text(table, "table_name") : schema + "." + SqlAst.Text(table, "table_name");
    }

    /// <summary>Names that WITH clauses define.</summary>
    public static IReadOnlySet<string> CteNames(JsonObject root) => SqlAst.Objects(root)
        .Where(node => node["cte_map"] is JsonObject)
        .SelectMany(node => node["cte_map"]!["map"]!.AsArray())
        .Select(entry => SqlAst.Text(entry!.AsObject(), "key"))
        .ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>A refusal at the place of a node.</summary>
    public PlatformException Refuse(JsonObject node, string message)
    {
        var refusal = new PlatformException(ErrorCode.InvalidQuery, message);
        return SqlAst.Position(node) is { } position ? DuckDbError.At(refusal, sql, position) : refusal;
    }

    private void CheckTable(JsonObject node)
    {
        var name = NameOf(node);
        if (SqlAst.Text(node, "catalog_name").Length > 0 || !tables.Contains(name))
            throw Refuse(node, $"The table {name} is not declared; this query may read {string.Join(", ", tables.Order(StringComparer.Ordinal))}.");
    }

    private void CheckTableFunction(JsonObject node)
    {
        var name = node["function"] is JsonObject function ? SqlAst.Text(function, "function_name") : "";
        if (!FunctionCatalog.IsTableFunctionAllowed(name))
            throw Refuse(node, $"The table function {name} is not available in queries: data is read through declared tables only.");
    }
}
