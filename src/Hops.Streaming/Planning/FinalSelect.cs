using System.Text.Json.Nodes;
using Hops.Streaming.DuckDb;

namespace Hops.Streaming.Planning;

/// <summary>Turns the SELECT of a user over rows into a SELECT over groups of the state.</summary>
internal sealed class FinalSelect(PlanningSession session, WindowCalls windows, GroupKeys keys, PartialAggregates aggregates)
{
    /// <summary>The SELECT, from <see cref="AggregationPlan.Groups"/>.</summary>
    /// <param name="root">The user's tree.</param>
    /// <param name="bound">Columns of the user's SELECT.</param>
    public string Create(JsonObject root, IReadOnlyList<SqlColumn> bound)
    {
        var items = new JsonArray();
        foreach (var (item, index) in root["select_list"]!.AsArray().Select((item, index) => (item!.AsObject(), index)))
        {
            var replaced = Replace(item).AsObject();
            replaced["alias"] = NameOf(item, bound[index].Name);
            items.Add(replaced);
        }
        var groups = Enumerable.Range(0, keys.Expressions.Count).Select(index => "_k" + index).Prepend("_we").Prepend("_ws");
        var select = session.Ast.Parse($"SELECT 1 FROM {AggregationPlan.Groups} GROUP BY {string.Join(", ", groups)}");
        select["select_list"] = items;
        select["having"] = root["having"] is JsonObject having ? Replace(having) : null;
        select["modifiers"] = Replace(root["modifiers"]!);
        return session.Ast.ToSql(select);
    }

    private static string NameOf(JsonObject item, string boundName)
    {
        if (SqlAst.Text(item, "alias") is { Length: > 0 } alias)
            return alias;
        return WindowCalls.IsWindow(item) ? WindowCalls.ResultName(item) : boundName;
    }

    private JsonNode Replace(JsonNode node) => SqlRewrite.Replace(node, ReplacementOf);

    private JsonNode? ReplacementOf(JsonObject node)
    {
        if (keys.IndexOf(node) is >= 0 and var key)
            return session.Ast.ParseExpression("_k" + key);
        if (WindowCalls.IsWindow(node))
            return session.Ast.ParseExpression(windows.ResultSql(node));
        var isAggregate = SqlAst.Text(node, "class") == "FUNCTION" && session.Functions.IsAggregate(SqlAst.Text(node, "function_name"));
        return isAggregate ? session.Ast.ParseExpression(aggregates.Merge(node)) : null;
    }
}
