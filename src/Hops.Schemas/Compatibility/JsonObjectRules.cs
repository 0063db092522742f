using Hops.Schemas.JsonSchemas;

namespace Hops.Schemas.Compatibility;

/// <summary>
/// Changes of demands on objects. What may come and go depends on whether other properties are taken: all of them (an open content model, the
/// usual one), none (closed), or those that fit a schema (partially open). A property may not come to an open one, which took any value there.
/// </summary>
internal sealed class JsonObjectRules(JsonSchemaRules rules, ObjectNode writer, ObjectNode reader)
{
    private readonly List<JsonFinding> _findings = [];

    public IReadOnlyList<JsonFinding> Compare()
    {
        rules.Spend(writer.Properties.Count + reader.Properties.Count + writer.Patterns.Count + reader.Patterns.Count);
        foreach (var name in writer.Properties.Keys.Union(reader.Properties.Keys))
            CompareProperty(name);
        CompareDependencies();
        Add("/additionalProperties", Rest(rules, "ADDITIONAL_PROPERTIES", writer.Additional, reader.Additional));
        Add("/unevaluatedProperties", Rest(rules, "UNEVALUATED_PROPERTIES", writer.Unevaluated, reader.Unevaluated));
        ComparePatterns();
        if (reader.Names is not null)
            Add("/propertyNames", rules.Compare(writer.Names, reader.Names));
        Add("", JsonValueRules.Limits(writer.Limits, reader.Limits));
        return _findings;
    }

    /// <summary>Compares what is demanded of whatever has no demand of its own.</summary>
    internal static IReadOnlyList<JsonFinding> Rest(JsonSchemaRules rules, string rule, SchemaNode? writer, SchemaNode? reader)
    {
        if (IsAny(reader) || IsNever(writer))
            return [];
        if (IsNever(reader))
            return [new JsonFinding(rule + "_REMOVED")];
        return IsAny(writer) ? [new JsonFinding(rule + "_NARROWED")] : rules.Compare(writer, reader);
    }

    internal static bool IsAny(SchemaNode? node) => node is null || node.Target is PlainNode { Kind: PlainKind.Any };

    internal static bool IsNever(SchemaNode? node) => node?.Target is PlainNode { Kind: PlainKind.Never };

    private void CompareProperty(string name)
    {
        var path = "/properties/" + name;
        var isThere = reader.Properties.TryGetValue(name, out var now);
        if (!writer.Properties.TryGetValue(name, out var before))
            CompareNew(name, path, now!);
        else if (!isThere)
            CompareGone(name, path, before);
        else
            CompareKept(name, path, before, now!);
    }

    private void CompareKept(string name, string path, SchemaNode before, SchemaNode now)
    {
        if (reader.Required.Contains(name) && !writer.Required.Contains(name) && !now.HasDefault)
            _findings.Add(new JsonFinding("REQUIRED_ATTRIBUTE_ADDED", "/required/" + name));
        Add(path, rules.Compare(before, now));
    }

    private void CompareNew(string name, string path, SchemaNode now)
    {
        var isRequired = reader.Required.Contains(name);
        if (IsOpen(writer))
        {
            if (!IsAny(now))
                _findings.Add(new JsonFinding((isRequired, now.HasDefault) switch
                {
                    (true, true) => "REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_OPEN_CONTENT_MODEL",
                    (true, false) => "REQUIRED_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL",
                    _ => "OPTIONAL_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL",
                }, path));
            return;
        }

        if (Covering(writer, name) is { } covering && rules.Compare(covering, now) is { Count: > 0 } clash)
        {
            Add(path, clash);
            _findings.Add(new JsonFinding("PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL", path));
        }

        if (isRequired && !now.HasDefault)
            _findings.Add(new JsonFinding("REQUIRED_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL", path));
    }

    private void CompareGone(string name, string path, SchemaNode before)
    {
        if (IsOpen(reader))
            return;
        if (Covering(reader, name) is { } covering)
        {
            if (rules.Compare(before, covering) is not { Count: > 0 } clash)
                return;
            Add(path, clash);
            _findings.Add(new JsonFinding("PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL", path));
        }
        else if (!IsNever(before))
        {
            _findings.Add(new JsonFinding("PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL", path));
        }
    }

    /// <summary>Patterns stay, and what is demanded under them is compared; Confluent's registry does not look at them.</summary>
    private void ComparePatterns()
    {
        foreach (var (pattern, now) in reader.Patterns)
        {
            if (writer.Patterns.TryGetValue(pattern, out var before))
                Add("/patternProperties/" + pattern, rules.Compare(before, now));
        }
    }

    private void CompareDependencies()
    {
        foreach (var (name, now) in reader.RequiredWith)
        {
            if (!writer.RequiredWith.TryGetValue(name, out var before))
                _findings.Add(new JsonFinding("DEPENDENCY_ARRAY_ADDED", "/dependencies/" + name));
            else if (!now.IsSubsetOf(before))
                _findings.Add(new JsonFinding(before.IsSubsetOf(now) ? "DEPENDENCY_ARRAY_EXTENDED" : "DEPENDENCY_ARRAY_CHANGED", "/dependencies/" + name));
        }

        foreach (var (name, now) in reader.DemandedWith)
        {
            if (!writer.DemandedWith.TryGetValue(name, out var before))
                _findings.Add(new JsonFinding("DEPENDENCY_SCHEMA_ADDED", "/dependencies/" + name));
            else
                Add("/dependencies/" + name, rules.Compare(before, now));
        }
    }

    private static bool IsOpen(ObjectNode node) => IsAny(node.Additional) && IsAny(node.Unevaluated) && node.Patterns.Count == 0;

    /// <summary>What is demanded of a property that has no demand of its own; null if nothing takes it.</summary>
    private SchemaNode? Covering(ObjectNode node, string name)
    {
        foreach (var (pattern, demand) in node.Patterns)
        {
            if (rules.Matches(pattern, name))
                return demand;
        }

        var rest = node.Additional ?? node.Unevaluated;
        return IsAny(rest) || IsNever(rest) ? null : rest;
    }

    private void Add(string path, IReadOnlyList<JsonFinding> findings) => JsonSchemaRules.Add(_findings, path, findings);
}
