using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hops.Core.Errors;
using Hops.Streaming.DuckDb;

namespace Hops.Streaming.Planning;

/// <summary>
/// DuckDB's own parser for us: a SELECT as a JSON tree (<c>json_serialize_sql</c>) and back (<c>json_deserialize_sql</c>). Nodes carry
/// <c>query_location</c>, the byte offset of their text.
/// </summary>
internal sealed class SqlAst(Connection connection)
{
    /// <summary>What DuckDB says of colons where no expression is.</summary>
    private const string ColonsUnexpected = "syntax error at or near \"::\"";

    /// <summary>As deep as the writer of the way back goes. DuckDB has its own limit for expressions below it.</summary>
    private const int DepthMax = 1_000;

    /// <summary>The tree of the only statement of a text.</summary>
    /// <param name="sql">The text.</param>
    /// <exception cref="PlatformException"><c>InvalidQuery</c> with the position: no SELECT, several statements, or a syntax error.</exception>
    public JsonObject Parse(string sql)
    {
        var text = Single($"SELECT CAST(json_serialize_sql({SqlText.Literal(sql)}) AS VARCHAR)");
        var answer = Read(text);
        if (answer["error"]!.GetValue<bool>())
            throw Refusal(answer, sql);
        var statements = answer["statements"]!.AsArray();
        if (statements.Count != 1)
            throw new PlatformException(ErrorCode.InvalidQuery, $"One SELECT is expected here, not {statements.Count} statements.");
        return statements[0]!["node"]!.AsObject();
    }

    /// <summary>The tree of one expression.</summary>
    public JsonNode ParseExpression(string sql) => Parse("SELECT " + sql)["select_list"]![0]!.DeepClone();

    /// <summary>A tree as SQL.</summary>
    public string ToSql(JsonObject node)
    {
        var statement = new JsonObject
        {
            ["error"] = false,
            ["statements"] = new JsonArray(new JsonObject { ["node"] = node.DeepClone(), ["named_param_map"] = new JsonArray() }),
        };
        return Single($"SELECT json_deserialize_sql(CAST({SqlText.Literal(statement.ToJsonString())} AS JSON))");
    }

    /// <summary>One expression as SQL, without an alias.</summary>
    public string ExpressionToSql(JsonNode expression)
    {
        var select = Parse("SELECT 1");
        var copy = expression.DeepClone().AsObject();
        copy["alias"] = "";
        select["select_list"] = new JsonArray(copy);
        return ToSql(select)["SELECT ".Length..];
    }

    /// <summary>Every object of a tree, parents first.</summary>
    public static IEnumerable<JsonObject> Objects(JsonNode? root)
    {
        if (root is JsonObject node)
        {
            yield return node;
            foreach (var (_, child) in node)
            {
                foreach (var inner in Objects(child))
                    yield return inner;
            }
        }
        else if (root is JsonArray items)
        {
            foreach (var item in items)
            {
                foreach (var inner in Objects(item))
                    yield return inner;
            }
        }
    }

    /// <summary>A text of a node, or the empty one.</summary>
    public static string Text(JsonObject node, string member) =>
        node[member] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : "";

    /// <summary>Byte offset of the text of a node, or null.</summary>
    public static int? Position(JsonObject node) =>
        node["query_location"] is JsonValue value && value.TryGetValue<ulong>(out var position) && position < int.MaxValue ? (int)position : null;

    /// <summary>A form of an expression that is equal for equal expressions, wherever they stand and whatever they are called.</summary>
    public static string Canonical(JsonNode expression)
    {
        var copy = expression.DeepClone();
        foreach (var node in Objects(copy))
        {
            node.Remove("query_location");
            if (node.ContainsKey("class"))
                node["alias"] = "";
        }
        return copy.ToJsonString().ToLowerInvariant();
    }

    private static JsonObject Read(string text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { MaxDepth = DepthMax })!.AsObject();
        }
        catch (JsonException tooDeep)
        {
            throw new PlatformException(ErrorCode.InvalidQuery, "The statement is nested too deeply: write it with fewer levels.", tooDeep);
        }
    }

    private string Single(string sql)
    {
        using var result = connection.Query(sql);
        using var chunk = result.NextChunk();
        return chunk?.Text(0, 0) ?? throw new PlatformException(ErrorCode.InvalidQuery, "DuckDB gave no tree for the statement.");
    }

    private static PlatformException Refusal(JsonObject answer, string sql)
    {
        // DuckDB speaks of its JSON here, which the caller has not asked for.
        var isOtherStatement = Text(answer, "error_type") == "not implemented";
        var message = isOtherStatement ? "This is not a SELECT: a statement here reads, and changes nothing." : Text(answer, "error_message");
        if (message.Contains(ColonsUnexpected, StringComparison.Ordinal))
            message += ": a dataset of another project is written in quotes, as \"owner::dataset\"";
        var refusal = new PlatformException(ErrorCode.InvalidQuery, message);
        return int.TryParse(Text(answer, "position"), CultureInfo.InvariantCulture, out var position)
            ? DuckDbErrors.At(refusal, sql, position)
            : refusal;
    }
}
