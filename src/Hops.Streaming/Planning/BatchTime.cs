using System.Text.Json.Nodes;

namespace Hops.Streaming.Planning;

/// <summary>
/// Makes a query deterministic: <c>current_timestamp</c>, <c>now()</c> and <c>current_date</c> become the time of the batch, so that a batch
/// that is run again writes the same rows.
/// </summary>
internal static class BatchTime
{
    private const string Time = $"getvariable('{PlanningSession.BatchTimeVariable}')";

    /// <summary>Replaces the clocks in a tree.</summary>
    public static JsonObject Fix(JsonObject root, SqlAst ast)
    {
        var time = ast.ParseExpression(Time);
        var date = ast.ParseExpression($"CAST({Time} AS DATE)");
        return SqlRewrite.Replace(root, node => ReplacementOf(node, time, date)).AsObject();
    }

    private static JsonNode? ReplacementOf(JsonObject node, JsonNode time, JsonNode date)
    {
        var name = SqlAst.Text(node, "class") switch
        {
            "FUNCTION" => SqlAst.Text(node, "function_name"),
            "COLUMN_REF" when node["column_names"]!.AsArray() is [{ } only] => only.GetValue<string>(),
            _ => "",
        };
        var replacement = FunctionCatalog.IsDateClock(name) ? date : FunctionCatalog.IsClock(name) ? time : null;
        if (replacement is null)
            return null;
        var copy = replacement.DeepClone();
        copy["alias"] = SqlAst.Text(node, "alias") is { Length: > 0 } alias ? alias : "";
        return copy;
    }
}
