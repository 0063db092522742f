using System.Text.Json.Nodes;
using Hops.Core.Errors;

namespace Hops.Streaming.Planning;

/// <summary>
/// Which SELECTs can run as a streaming query, in which output mode (reference 07 section 1.2). Everything is refused here, with its
/// position, before the query starts.
/// </summary>
internal sealed class QueryRules(StreamingQuery query, FunctionCatalog functions, TableRules tables)
{
    /// <summary>Checks a tree.</summary>
    /// <returns>True if the query aggregates.</returns>
    /// <exception cref="PlatformException"><c>InvalidQuery</c>.</exception>
    public bool Check(JsonObject root)
    {
        tables.Check(root);
        CheckSource(root);
        foreach (var node in SqlAst.Objects(root))
            CheckNode(node);
        var isAggregate = IsAggregate(root);
        CheckModifiers(root, isAggregate);
        CheckJoins(root["from_table"]!.AsObject());
        if (isAggregate)
            CheckFlat(root);
        else if (query.OutputMode == OutputMode.Complete)
            throw tables.Refuse(root, "Complete mode rewrites all groups in each batch, so it needs an aggregation; use append for this query.");
        return isAggregate;
    }

    /// <summary>True if a SELECT groups or aggregates.</summary>
    public bool IsAggregate(JsonObject select) =>
        select["group_expressions"]!.AsArray().Count > 0
        || SqlAst.Text(select, "aggregate_handling") == "FORCE_AGGREGATES"
        || select["having"] is JsonObject
        || SqlAst.Objects(select["select_list"]).Any(IsAggregateCall);

    private bool IsAggregateCall(JsonObject node) =>
        SqlAst.Text(node, "class") == "FUNCTION" && functions.IsAggregate(SqlAst.Text(node, "function_name"));

    private void CheckSource(JsonObject root)
    {
        if (SqlAst.Text(root, "type") != "SELECT_NODE")
            throw tables.Refuse(root, "A streaming query is one SELECT; UNION, INTERSECT, EXCEPT and recursion are not available. Run one query for each part.");
        var sources = SqlAst.Objects(root).Where(IsSource).ToArray();
        if (sources.Length == 0)
            throw tables.Refuse(root, $"The query does not read its source; name the topic {query.Topic} in FROM.");
        if (sources.Length > 1)
            throw tables.Refuse(sources[1], $"The query reads {query.Topic} twice; joins of a stream with itself are not available.");
        if (!Streams(root["from_table"]!.AsObject()))
            throw tables.Refuse(sources[0], $"The topic {query.Topic} must be in the FROM clause of the outer SELECT, not in a subquery.");
    }

    private void CheckNode(JsonObject node)
    {
        var name = SqlAst.Text(node, "function_name");
        if (SqlAst.Text(node, "class") == "WINDOW")
            throw tables.Refuse(node, "Window functions (OVER) need all rows at once; a stream has no end. Group by a time window instead.");
        if (SqlAst.Text(node, "class") == "FUNCTION" && functions.IsVolatile(name) && !FunctionCatalog.IsClock(name))
            throw tables.Refuse(node, $"The function {name} gives another answer each time, so a batch that is run again after a crash would differ.");
        if (SqlAst.Text(node, "class") == "PARAMETER")
            throw tables.Refuse(node, "Parameters are not available in streaming queries; write the value.");
        if (node["sample"] is JsonObject || node["qualify"] is JsonObject)
            throw tables.Refuse(node, "SAMPLE and QUALIFY are not available in streaming queries.");
    }

    private void CheckModifiers(JsonObject root, bool isAggregate)
    {
        foreach (var modifier in root["modifiers"]!.AsArray().Select(item => item!.AsObject()))
        {
            var type = SqlAst.Text(modifier, "type");
            if (type == "ORDER_MODIFIER" && isAggregate && query.OutputMode == OutputMode.Complete)
                continue;
            var position = SqlAst.Objects(modifier).FirstOrDefault(node => SqlAst.Position(node) is not null) ?? root;
            throw tables.Refuse(position, type switch
            {
                "ORDER_MODIFIER" => "ORDER BY needs all rows at once; it is available only after an aggregation in complete mode.",
                "DISTINCT_MODIFIER" => "DISTINCT is not available in streaming queries; GROUP BY the columns instead.",
                _ => "LIMIT is not available in streaming queries: a stream has no first rows.",
            });
        }
    }

    /// <summary>An outer join must keep the stream's rows; the other side is known whole.</summary>
    private void CheckJoins(JsonObject table)
    {
        if (SqlAst.Text(table, "type") != "JOIN")
            return;
        var (left, right) = (table["left"]!.AsObject(), table["right"]!.AsObject());
        var isStreamLeft = Streams(left);
        if (!isStreamLeft && !Streams(right))
            return;
        var type = SqlAst.Text(table, "join_type");
        var isAllowed = type == "INNER" || (isStreamLeft ? type is "LEFT" or "SEMI" or "ANTI" : type == "RIGHT");
        if (!isAllowed)
            throw tables.Refuse(table, $"A {type} join here would have to know all rows of the stream; keep the stream on the outer side.");
        CheckJoins(isStreamLeft ? left : right);
    }

    /// <summary>An aggregation is rewritten into partial and merging steps, so its parts must be in plain sight.</summary>
    private void CheckFlat(JsonObject root)
    {
        if (root["cte_map"]!["map"]!.AsArray().Count > 0)
            throw tables.Refuse(root, "WITH is not available in a streaming aggregation; write its tables in FROM.");
        var inner = SqlAst.Objects(root).FirstOrDefault(node => SqlAst.Text(node, "class") == "SUBQUERY");
        if (inner is not null)
            throw tables.Refuse(inner, "Subqueries are not available in the expressions of a streaming aggregation; join the table instead.");
        if (root["group_sets"]!.AsArray().Count > 1)
            throw tables.Refuse(root, "GROUPING SETS, ROLLUP and CUBE are not available in streaming queries; run one query for each.");
    }

    private bool IsSource(JsonObject node) =>
        SqlAst.Text(node, "type") == "BASE_TABLE" && TableRules.NameOf(node).Equals(query.Topic, StringComparison.OrdinalIgnoreCase);

    /// <summary>True if the source is among the tables of a FROM clause, not counting subqueries.</summary>
    private bool Streams(JsonObject table) => SqlAst.Text(table, "type") switch
    {
        "BASE_TABLE" => IsSource(table),
        "JOIN" => Streams(table["left"]!.AsObject()) || Streams(table["right"]!.AsObject()),
        _ => false,
    };
}
