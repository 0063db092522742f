using System.Text.Json;

namespace Hops.Schemas.JsonSchemas;

/// <summary>
/// Reads the keywords of one schema object. Each group of them demands something of its own; keywords of a type that the schema does not
/// name demand nothing, and a schema without a type demands what its keywords do.
/// </summary>
internal sealed class KeywordReader(SchemaReader reader, JsonElement element, SchemaPlace place)
{
    private static readonly string[] Types = ["null", "boolean", "string", "number", "integer", "array", "object"];
    private static readonly JsonElement Nothing = JsonSerializer.SerializeToElement(new Dictionary<string, string>());
    private static readonly string[] OfStrings = ["minLength", "maxLength", "pattern"];
    private static readonly string[] OfNumbers = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];

    private static readonly string[] OfArrays =
        ["items", "prefixItems", "additionalItems", "unevaluatedItems", "minItems", "maxItems", "uniqueItems", "contains", "minContains", "maxContains"];

    private static readonly string[] OfObjects =
    [
        "properties", "required", "minProperties", "maxProperties", "patternProperties", "additionalProperties", "unevaluatedProperties", "propertyNames",
        "dependencies", "dependentRequired", "dependentSchemas",
    ];

    /// <summary>Reads it.</summary>
    /// <exception cref="Core.Errors.PlatformException"><c>InvalidSchema</c>, <c>TooLarge</c>.</exception>
    public SchemaNode Read()
    {
        CheckDefinitions();
        var reference = Reference();
        if (reference is not null && reader.Draft < JsonDraft.Draft201909)
            return reference;
        var parts = new List<SchemaNode>();
        if (reference is not null)
            parts.Add(reference);
        if (Typed() is { } typed)
            parts.Add(typed);
        if (Has("enum", out var values))
            parts.Add(values.ValueKind == JsonValueKind.Array ? new PlainNode(PlainKind.Enum, element) : throw Invalid("enum", "an array of values is expected here"));
        if (reader.Draft >= JsonDraft.Draft6 && Has("const", out _))
            parts.Add(new PlainNode(PlainKind.Const, element));
        if (Has("not", out var refused))
            parts.Add(new NotNode(Part("not", refused), element));
        foreach (var (keyword, criterion) in new[] { ("allOf", Criterion.All), ("anyOf", Criterion.Any), ("oneOf", Criterion.One) })
        {
            if (Has(keyword, out var list))
                parts.Add(new CombinedNode(criterion, Parts(keyword, list), element) { IsList = true });
        }

        if (reader.Draft >= JsonDraft.Draft7 && Has("if", out var condition))
            parts.Add(new ConditionalNode(Part("if", condition), Optional("then"), Optional("else"), element));
        return parts.Count switch
        {
            0 => new PlainNode(PlainKind.Any, element),
            1 => parts[0],
            _ => new CombinedNode(Criterion.All, parts, element),
        };
    }

    private ReferenceNode? Reference()
    {
        foreach (var keyword in new[] { "$ref", "$dynamicRef", "$recursiveRef" })
        {
            if (keyword != "$ref" && reader.Draft < JsonDraft.Draft201909)
                continue;
            if (Has(keyword, out var address))
                return reader.Refer(TextOf(keyword, address), place.Member(keyword), element);
        }

        return null;
    }

    private SchemaNode? Typed()
    {
        if (!Has("type", out var type))
            return Guessed();
        if (type.ValueKind == JsonValueKind.String)
            return OfType(type.GetString()!, place.Member("type"));
        if (type.ValueKind != JsonValueKind.Array || type.GetArrayLength() == 0)
            throw Invalid("type", "the name of a type is expected here, or an array of them");
        var names = new HashSet<string>(StringComparer.Ordinal);
        var nodes = new List<SchemaNode>(type.GetArrayLength());
        foreach (var item in type.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String || !names.Add(item.GetString()!))
                throw Invalid("type", "names of types are expected here, each once");
            nodes.Add(OfType(item.GetString()!, place.Member("type")));
        }

        return nodes.Count == 1 ? nodes[0] : new CombinedNode(Criterion.Any, nodes, element);
    }

    private SchemaNode? Guessed()
    {
        var nodes = new List<SchemaNode>();
        if (HasAny(OfStrings))
            nodes.Add(OfType("string", place));
        if (HasAny(OfNumbers))
            nodes.Add(OfType("number", place));
        if (HasAny(OfArrays))
            nodes.Add(OfType("array", place));
        if (HasAny(OfObjects))
            nodes.Add(OfType("object", place));
        return nodes.Count switch
        {
            0 => null,
            1 => nodes[0],
            _ => new CombinedNode(Criterion.All, nodes, element),
        };
    }

    private SchemaNode OfType(string name, SchemaPlace at) => name switch
    {
        "null" => new PlainNode(PlainKind.Null, element),
        "boolean" => new PlainNode(PlainKind.Boolean, element),
        "string" => new PlainNode(PlainKind.String, element) { Limits = Limits(OfStrings) },
        "number" or "integer" => new PlainNode(PlainKind.Number, element) { Limits = NumberLimits(), IsInteger = name == "integer" },
        "array" => Array(),
        "object" => Object(),
        _ => throw SchemaReader.Invalid(at.Pointer, $"'{SchemaReader.Shown(name)}' is no type; types are {string.Join(", ", Types)}"),
    };

    private ArrayNode Array()
    {
        var firstKeyword = reader.Draft == JsonDraft.Draft202012 ? "prefixItems" : "items";
        var hasFirst = Has(firstKeyword, out var first) && first.ValueKind == JsonValueKind.Array;
        var items = reader.Draft == JsonDraft.Draft202012 || !hasFirst ? Optional("items") : null;
        var additional = reader.Draft == JsonDraft.Draft202012 ? null : Optional("additionalItems");
        if (reader.Draft == JsonDraft.Draft202012 && hasFirst)
            (items, additional) = (null, items);
        return new ArrayNode(element)
        {
            Items = items,
            First = hasFirst ? Parts(firstKeyword, first) : [],
            Additional = additional,
            Unevaluated = reader.Draft >= JsonDraft.Draft201909 ? Optional("unevaluatedItems") : null,
            Contains = reader.Draft >= JsonDraft.Draft6 ? Optional("contains") : null,
            IsUnique = Has("uniqueItems", out var unique) && unique.ValueKind == JsonValueKind.True,
            Limits = Limits(["minItems", "maxItems", "minContains", "maxContains"]),
        };
    }

    private ObjectNode Object()
    {
        var requiredWith = new Dictionary<string, IReadOnlySet<string>>(StringComparer.Ordinal);
        var demandedWith = new Dictionary<string, SchemaNode>(StringComparer.Ordinal);
        foreach (var keyword in new[] { "dependencies", "dependentRequired", "dependentSchemas" })
        {
            foreach (var member in Members(keyword))
            {
                if (member.Value.ValueKind == JsonValueKind.Array)
                    requiredWith[member.Name] = Names(keyword, member.Value);
                else
                    demandedWith[member.Name] = reader.Read(member.Value, place.Member(keyword).Member(member.Name).Deeper());
            }
        }

        return new ObjectNode(element)
        {
            Properties = Schemas("properties"),
            Required = Has("required", out var required) ? Names("required", required) : new HashSet<string>(),
            Patterns = Schemas("patternProperties"),
            Additional = Optional("additionalProperties"),
            Unevaluated = reader.Draft >= JsonDraft.Draft201909 ? Optional("unevaluatedProperties") : null,
            Names = reader.Draft >= JsonDraft.Draft6 ? Optional("propertyNames") : null,
            RequiredWith = requiredWith,
            DemandedWith = demandedWith,
            Limits = Limits(["minProperties", "maxProperties"]),
        };
    }

    /// <summary>In draft 4 a boolean makes a limit exclusive; later it is a limit of its own.</summary>
    private Dictionary<string, JsonElement> NumberLimits()
    {
        if (reader.Draft != JsonDraft.Draft4)
            return Limits(OfNumbers);
        var limits = Limits(["minimum", "maximum", "multipleOf"]);
        foreach (var (limit, flag) in new[] { ("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum") })
        {
            if (Has(flag, out var isExclusive) && isExclusive.ValueKind == JsonValueKind.True && limits.Remove(limit, out var number))
                limits[flag] = number;
        }

        return limits;
    }

    private Dictionary<string, JsonElement> Limits(string[] keywords)
    {
        var limits = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var keyword in keywords)
        {
            if (!Has(keyword, out var value))
                continue;
            var isRight = keyword switch
            {
                "pattern" => value.ValueKind == JsonValueKind.String && value.GetString()!.Length <= JsonSchemaLimits.ExpressionLengthMax,
                "minimum" or "maximum" or "exclusiveMinimum" or "exclusiveMaximum" => value.ValueKind == JsonValueKind.Number,
                "multipleOf" => value.ValueKind == JsonValueKind.Number && value.GetDouble() > 0,
                _ => value.ValueKind == JsonValueKind.Number && value.GetDouble() is >= 0 and var number && Math.Floor(number) == number,
            };
            limits[keyword] = isRight ? value : throw Invalid(keyword, keyword switch
            {
                "pattern" => $"a regular expression is expected here, as a text of at most {JsonSchemaLimits.ExpressionLengthMax} characters",
                "multipleOf" => "a number above 0 is expected here",
                "minimum" or "maximum" or "exclusiveMinimum" or "exclusiveMaximum" => "a number is expected here",
                _ => "a whole number from 0 on is expected here",
            });
        }

        return limits;
    }

    /// <summary>Definitions demand nothing, and have to be schemas.</summary>
    private void CheckDefinitions()
    {
        _ = Schemas("definitions");
        _ = Schemas("$defs");
    }

    private Dictionary<string, SchemaNode> Schemas(string keyword)
    {
        var schemas = new Dictionary<string, SchemaNode>(StringComparer.Ordinal);
        foreach (var member in Members(keyword))
            schemas[member.Name] = reader.Read(member.Value, place.Member(keyword).Member(member.Name).Deeper());
        return schemas;
    }

    private JsonElement.ObjectEnumerator Members(string keyword)
    {
        if (!Has(keyword, out var members))
            return Nothing.EnumerateObject();
        return members.ValueKind == JsonValueKind.Object ? members.EnumerateObject() : throw Invalid(keyword, "an object is expected here, with a schema for each name");
    }

    private HashSet<string> Names(string keyword, JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array)
            throw Invalid(keyword, "an array of names is expected here");
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in list.EnumerateArray())
            names.Add(item.ValueKind == JsonValueKind.String ? item.GetString()! : throw Invalid(keyword, "an array of names is expected here"));
        return names;
    }

    private List<SchemaNode> Parts(string keyword, JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
            throw Invalid(keyword, "an array of schemas is expected here, at least one");
        var parts = new List<SchemaNode>(list.GetArrayLength());
        foreach (var item in list.EnumerateArray())
            parts.Add(reader.Read(item, place.Member(keyword).Index(parts.Count).Deeper()));
        return parts;
    }

    private SchemaNode? Optional(string keyword) => Has(keyword, out var value) ? Part(keyword, value) : null;

    private SchemaNode Part(string keyword, JsonElement value) => reader.Read(value, place.Member(keyword).Deeper());

    private bool Has(string keyword, out JsonElement value) => element.TryGetProperty(keyword, out value);

    private bool HasAny(string[] keywords) => keywords.Any(keyword => element.TryGetProperty(keyword, out _));

    private string TextOf(string keyword, JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Invalid(keyword, "an address is expected here, as a text");

    private Core.Errors.PlatformException Invalid(string keyword, string reason) => SchemaReader.Invalid(place.Member(keyword).Pointer, reason);
}
