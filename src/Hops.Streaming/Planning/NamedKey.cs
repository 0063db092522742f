using System.Text.Json.Nodes;
using Hops.Core.Errors;
using Hops.Streaming.Decoding;

namespace Hops.Streaming.Planning;

/// <summary>A place where a statement names the typed key (<see cref="KeyLayout"/>) of a table.</summary>
/// <param name="Table">The table whose key it may be, as <see cref="TableRules.NameOf"/> has it.</param>
/// <param name="Position">Byte offset of the reference, or null.</param>
internal sealed record NamedKey(string Table, int? Position)
{
    /// <summary>The places in a text; one that does not have the name is not parsed.</summary>
    /// <exception cref="PlatformException"><c>InvalidQuery</c> with the position: no single SELECT.</exception>
    public static IReadOnlyList<NamedKey> Of(string sql)
    {
        if (!SqlScanner.Names(sql, KeyLayout.Name))
            return [];
        using var session = new PlanningSession();
        return Of(session.Ast.Parse(sql));
    }

    /// <summary>
    /// The places in a tree. <c>a._typed_key</c> is of what the FROM calls <c>a</c>, a plain <c>_typed_key</c> of any table that it may be of; one of a
    /// subquery or of an expression of WITH is of all that these read.
    /// </summary>
    public static IReadOnlyList<NamedKey> Of(JsonObject root)
    {
        var found = new List<NamedKey>();
        new Search(found).Visit(root, new Place(null, null, IsTable: false));
        return found;
    }

    /// <summary>True if the engine refused the statement for want of this column: at its place, or in words about it where they have no place.</summary>
    public bool IsMissedBy(PlatformException refusal) => refusal.Facts.TryGetValue("position", out var place)
        ? Equals(place, Position)
        : refusal.Message.Contains($"\"{KeyLayout.Name}\"", StringComparison.OrdinalIgnoreCase);

    private static bool IsName(string? text) => KeyLayout.Name.Equals(text, StringComparison.OrdinalIgnoreCase);

    /// <summary>What can be named somewhere.</summary>
    /// <param name="Select">The SELECT around it.</param>
    /// <param name="Expressions">Those of WITH.</param>
    /// <param name="IsTable">True in a SELECT that is a table of another one, or an expression of WITH.</param>
    private sealed record Place(Select? Select, Expression? Expressions, bool IsTable);

    /// <summary>The tables of the FROM of a SELECT.</summary>
    private sealed record Select(IReadOnlyList<Source> Sources, bool IsTable, Select? Outer);

    /// <summary>A table of a FROM, by the name that it has there, and those that it reads: itself, or those of the subquery that it is.</summary>
    private sealed record Source(string Schema, string Name, IReadOnlyList<string> Tables);

    /// <summary>An expression of WITH, and the tables that it reads.</summary>
    private sealed record Expression(string Name, IReadOnlyList<string> Tables, Expression? Before);

    private sealed class Search(List<NamedKey> found)
    {
        /// <summary>Where a JOIN or a PIVOT has its tables.</summary>
        private static readonly string[] s_sides = ["left", "right", "source"];

        public void Visit(JsonNode? node, Place place)
        {
            if (node is JsonArray items)
            {
                foreach (var item in items)
                    Visit(item, place);
            }
            else if (node is JsonObject parent)
            {
                VisitObject(parent, place);
            }
        }

        private void VisitObject(JsonObject node, Place place)
        {
            foreach (var entry in node["cte_map"]?["map"]?.AsArray() ?? [])
            {
                var body = entry!["value"]!.AsObject();
                Visit(body, place with { IsTable = true });
                place = place with { Expressions = new Expression(SqlAst.Text(entry.AsObject(), "key"), TablesOf(body, place.Expressions), place.Expressions) };
            }

            if (SqlAst.Text(node, "type") == "SELECT_NODE")
                place = new Place(new Select([.. SourcesOf(node["from_table"], place.Expressions)], place.IsTable, place.Select), place.Expressions, IsTable: false);
            else if (IsSubqueryOfFrom(node))
                place = place with { IsTable = true };
            if (QualifierOf(node) is { } qualifier)
                found.AddRange(Resolve(qualifier, place.Select).Distinct(StringComparer.OrdinalIgnoreCase).Select(table => new NamedKey(table, SqlAst.Position(node))));
            foreach (var (member, child) in node)
            {
                if (member != "cte_map")
                    Visit(child, place);
            }
        }

        /// <summary>What stands before the name where a node has it; null where it does not.</summary>
        private static string[]? QualifierOf(JsonObject node)
        {
            if (SqlAst.Text(node, "class") == "COLUMN_REF")
                return Names(node, "column_names").ToArray() is var names && Array.FindIndex(names, IsName) is var index and >= 0 ? names[..index] : null;
            if (Names(node, "exclude_list").Any(IsName))
                return SqlAst.Text(node, "relation_name") is { Length: > 0 } relation ? [relation] : [];
            var isNamed = Names(node, "using_columns").Any(IsName) || IsName(SqlAst.Text(node, "column")) || IsName(SqlAst.Text(node, "key"))
                || (SqlAst.Text(node, "type") == "PIVOT" && SqlAst.Objects(node["pivots"]).Any(entry => IsName(SqlAst.Text(entry, "value"))));
            return isNamed ? [] : null;
        }

        private static IEnumerable<string> Names(JsonObject node, string member) => (node[member] as JsonArray ?? []).Select(name => name!.GetValue<string>());

        private static IEnumerable<string> Resolve(string[] qualifier, Select? select)
        {
            for (; select is not null; select = select.Outer)
            {
                var tables = select.Sources.Where(source => Has(source, qualifier)).SelectMany(source => source.Tables).ToArray();
                foreach (var table in tables)
                    yield return table;

                // A plain name within an expression may be of a table further out, if those here have no such column.
                if (tables.Length > 0 && (qualifier.Length > 0 || select.IsTable))
                    yield break;
            }
        }

        private static bool Has(Source source, string[] qualifier) =>
            qualifier.Length == 0
            || (qualifier[^1].Equals(source.Name, StringComparison.OrdinalIgnoreCase)
                && (qualifier.Length == 1 || qualifier[^2].Equals(source.Schema, StringComparison.OrdinalIgnoreCase)));

        private static IEnumerable<Source> SourcesOf(JsonNode? table, Expression? expressions)
        {
            if (table is not JsonObject node)
                return [];
            var alias = SqlAst.Text(node, "alias");
            if (SqlAst.Text(node, "type") == "BASE_TABLE")
            {
                return [alias.Length > 0
                    ? new Source("", alias, TablesOf(node, expressions))
                    : new Source(SqlAst.Text(node, "schema_name"), SqlAst.Text(node, "table_name"), TablesOf(node, expressions))];
            }

            return IsSubqueryOfFrom(node)
                ? [new Source("", alias, TablesOf(node, expressions))]
                : s_sides.SelectMany(side => SourcesOf(node[side], expressions));
        }

        private static bool IsSubqueryOfFrom(JsonObject node) => SqlAst.Text(node, "type") == "SUBQUERY" && !node.ContainsKey("class");

        /// <summary>Each once: expressions that read the one before them twice would double them at every step.</summary>
        private static string[] TablesOf(JsonObject body, Expression? expressions) =>
        [
            .. TableRules.TablesOf(body).SelectMany(table => Find(TableRules.NameOf(table), expressions)?.Tables ?? [TableRules.NameOf(table)])
                .Distinct(StringComparer.OrdinalIgnoreCase),
        ];

        private static Expression? Find(string name, Expression? expressions)
        {
            while (expressions is not null && !expressions.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                expressions = expressions.Before;
            return expressions;
        }
    }
}
