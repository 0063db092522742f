using System.Globalization;
using Hops.Schemas.JsonSchemas;

namespace Hops.Schemas.Compatibility;

/// <summary>Changes of demands on arrays; their first items come and go as properties of objects do (<see cref="JsonObjectRules"/>).</summary>
internal sealed class JsonArrayRules(JsonSchemaRules rules, ArrayNode writer, ArrayNode reader)
{
    private readonly List<JsonFinding> _findings = [];

    public IReadOnlyList<JsonFinding> Compare()
    {
        rules.Spend(writer.First.Count + reader.First.Count);
        Add("/items", rules.Compare(writer.Items, reader.Items));
        for (var index = 0; index < Math.Max(writer.First.Count, reader.First.Count); index++)
            CompareFirst(index, string.Create(CultureInfo.InvariantCulture, $"/items/{index}"));
        Add("/additionalItems", JsonObjectRules.Rest(rules, "ADDITIONAL_ITEMS", writer.Additional, reader.Additional));
        Add("/unevaluatedItems", JsonObjectRules.Rest(rules, "UNEVALUATED_ITEMS", writer.Unevaluated, reader.Unevaluated));
        if (reader.Contains is not null)
            Add("/contains", rules.Compare(writer.Contains, reader.Contains));
        if (reader.IsUnique && !writer.IsUnique)
            _findings.Add(new JsonFinding("UNIQUE_ITEMS_ADDED", "/uniqueItems"));
        Add("", JsonValueRules.Limits(writer.Limits, reader.Limits));
        return _findings;
    }

    private void CompareFirst(int index, string path)
    {
        if (index >= reader.First.Count)
            CompareGone(path, writer.First[index]);
        else if (index >= writer.First.Count)
            CompareNew(path, reader.First[index]);
        else
            Add(path, rules.Compare(writer.First[index], reader.First[index]));
    }

    private void CompareNew(string path, SchemaNode now)
    {
        if (IsOpen(writer))
        {
            if (!JsonObjectRules.IsAny(now))
                _findings.Add(new JsonFinding("ITEM_ADDED_TO_OPEN_CONTENT_MODEL", path));
            return;
        }

        if (Covering(writer) is not { } covering || rules.Compare(covering, now) is not { Count: > 0 } clash)
            return;
        Add(path, clash);
        _findings.Add(new JsonFinding("ITEM_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL", path));
    }

    private void CompareGone(string path, SchemaNode before)
    {
        if (IsOpen(reader))
            return;
        if (Covering(reader) is { } covering)
        {
            if (rules.Compare(before, covering) is not { Count: > 0 } clash)
                return;
            Add(path, clash);
            _findings.Add(new JsonFinding("ITEM_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL", path));
        }
        else if (!JsonObjectRules.IsNever(before))
        {
            _findings.Add(new JsonFinding("ITEM_REMOVED_FROM_CLOSED_CONTENT_MODEL", path));
        }
    }

    private static bool IsOpen(ArrayNode node) => JsonObjectRules.IsAny(node.Additional) && JsonObjectRules.IsAny(node.Unevaluated);

    private static SchemaNode? Covering(ArrayNode node)
    {
        var rest = node.Additional ?? node.Unevaluated;
        return JsonObjectRules.IsAny(rest) || JsonObjectRules.IsNever(rest) ? null : rest;
    }

    private void Add(string path, IReadOnlyList<JsonFinding> findings) => JsonSchemaRules.Add(_findings, path, findings);
}
