using System.Text.Json.Nodes;

namespace Hops.Streaming.Planning;

/// <summary>The keys of a GROUP BY, however they are spelled: expressions, positions, aliases, ALL.</summary>
internal sealed class GroupKeys
{
    private readonly Dictionary<string, int> _byText = new(StringComparer.Ordinal);
    private readonly List<JsonObject> _expressions = [];
    private readonly IReadOnlySet<string> _columns;

    /// <param name="root">The user's tree.</param>
    /// <param name="columns">Columns of the tables: an alias of the same name does not hide them in GROUP BY.</param>
    /// <param name="rules">For refusals.</param>
    /// <param name="functions">To tell aggregates.</param>
    /// <exception cref="Hops.Core.Errors.PlatformException"><c>InvalidQuery</c>.</exception>
    public GroupKeys(JsonObject root, IReadOnlySet<string> columns, TableRules rules, FunctionCatalog functions)
    {
        _columns = columns;
        var items = root["select_list"]!.AsArray().Select(item => item!.AsObject()).ToArray();
        if (items.FirstOrDefault(item => SqlAst.Text(item, "class") == "STAR") is { } star)
            throw rules.Refuse(star, "A streaming aggregation names its columns; * is not available.");
        var isAll = SqlAst.Text(root, "aggregate_handling") == "FORCE_AGGREGATES";
        var groups = isAll
            ? items.Where(item => !HasAggregate(item, functions))
            : root["group_expressions"]!.AsArray().Select(group => Resolve(group!.AsObject(), items));
        foreach (var group in groups)
            Add(group);
    }

    /// <summary>Keys other than the window.</summary>
    public IReadOnlyList<JsonObject> Expressions => _expressions;

    /// <summary>True if the window is among the keys.</summary>
    public bool HasWindow { get; private set; }

    /// <summary>Number of the key that an expression is, or -1.</summary>
    public int IndexOf(JsonObject expression) =>
        expression.ContainsKey("class") && _byText.TryGetValue(SqlAst.Canonical(expression), out var index) ? index : -1;

    /// <summary>A position or an alias means an item of the select list.</summary>
    private JsonObject Resolve(JsonObject group, JsonObject[] items)
    {
        if (SqlAst.Text(group, "class") == "CONSTANT" && group["value"]!["value"] is JsonValue value && value.TryGetValue<int>(out var position)
            && position >= 1 && position <= items.Length)
            return items[position - 1];
        if (SqlAst.Text(group, "class") == "COLUMN_REF" && group["column_names"]!.AsArray() is [{ } only])
        {
            var name = only.GetValue<string>();
            if (_columns.Contains(name))
                return group;
            return items.FirstOrDefault(item => SqlAst.Text(item, "alias").Equals(name, StringComparison.OrdinalIgnoreCase)) ?? group;
        }
        return group;
    }

    private static bool HasAggregate(JsonObject item, FunctionCatalog functions) => SqlAst.Objects(item).Any(
        node => SqlAst.Text(node, "class") == "FUNCTION" && functions.IsAggregate(SqlAst.Text(node, "function_name")));

    private void Add(JsonObject group)
    {
        if (WindowCalls.IsWindow(group))
            HasWindow = true;
        else if (_byText.TryAdd(SqlAst.Canonical(group), _expressions.Count))
            _expressions.Add(group);
    }
}
