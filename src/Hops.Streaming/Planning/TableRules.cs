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
        foreach (var table in TablesOf(root))
            CheckTable(table);
        foreach (var node in SqlAst.Objects(root))
        {
            if (SqlAst.Text(node, "type") == "TABLE_FUNCTION")
                CheckTableFunction(node);
            else if (SqlAst.Text(node, "class") == "FUNCTION" && FunctionCatalog.IsForbidden(SqlAst.Text(node, "function_name")))
                throw Refuse(node, $"The function {SqlAst.Text(node, "function_name")} is not available in queries.");
        }
    }

    /// <summary>
    /// The tables that a tree reads, apart from those that a WITH clause around them defines: one with a schema is never such, and an expression
    /// sees those before it, and itself only if it is recursive.
    /// </summary>
    public static IEnumerable<JsonObject> TablesOf(JsonObject root)
    {
        var open = new Stack<(JsonNode Node, Scope? Scope)>();
        open.Push((root, null));
        while (open.TryPop(out var at))
        {
            if (at.Node is JsonArray items)
            {
                foreach (var item in items.OfType<JsonNode>())
                    open.Push((item, at.Scope));
                continue;
            }

            if (at.Node is not JsonObject node)
                continue;
            if (SqlAst.Text(node, "type") == "BASE_TABLE" && !IsExpression(node, at.Scope))
                yield return node;
            var inner = at.Scope;
            foreach (var (key, body) in Expressions(node))
            {
                var scope = new Scope(key, inner);
                open.Push((body, IsRecursive(body) ? scope : inner));
                inner = scope;
            }

            foreach (var (member, child) in node)
            {
                if (child is not null && member != "cte_map")
                    open.Push((child, inner));
            }
        }
    }

    /// <summary>Name of a table of a tree: <c>table</c> or <c>schema.table</c>.</summary>
    public static string NameOf(JsonObject table)
    {
        var schema = SqlAst.Text(table, "schema_name");
        return schema.Length == 0 ? SqlAst.Text(table, "table_name") : schema + "." + SqlAst.Text(table, "table_name");
    }

    /// <summary>A refusal at the place of a node.</summary>
    public PlatformException Refuse(JsonObject node, string message)
    {
        var refusal = new PlatformException(ErrorCode.InvalidQuery, message);
        return SqlAst.Position(node) is { } position ? DuckDbErrors.At(refusal, sql, position) : refusal;
    }

    private static bool IsExpression(JsonObject table, Scope? scope)
    {
        if (SqlAst.Text(table, "schema_name").Length > 0 || SqlAst.Text(table, "catalog_name").Length > 0)
            return false;
        while (scope is not null && !scope.Name.Equals(SqlAst.Text(table, "table_name"), StringComparison.OrdinalIgnoreCase))
            scope = scope.Outer;
        return scope is not null;
    }

    private static IEnumerable<(string Name, JsonNode Body)> Expressions(JsonObject node) => node["cte_map"] is JsonObject map
        ? map["map"]!.AsArray().Select(entry => (SqlAst.Text(entry!.AsObject(), "key"), entry!["value"]!))
        : [];

    private static bool IsRecursive(JsonNode body) =>
        body["query"]?["node"] is JsonObject node && SqlAst.Text(node, "type") == "RECURSIVE_CTE_NODE";

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

    /// <summary>The name of an expression, and those that were visible before it.</summary>
    private sealed record Scope(string Name, Scope? Outer);
}
