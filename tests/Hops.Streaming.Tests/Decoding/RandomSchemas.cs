using System.Globalization;
using System.Text.Json.Nodes;

namespace Hops.Streaming.Tests.Decoding;

/// <summary>
/// Schemas at random, and what a later version may make of them: fields dropped, added with a default, moved, promoted, made optional, enums
/// with fewer symbols. Logical types stay as they are, since the reference implementation reads a changed one under the wrong unit.
/// </summary>
internal sealed class RandomSchemas(Random random)
{
    private const int DepthMax = 3;
    private static readonly string[] Primitives = ["boolean", "int", "long", "float", "double", "bytes", "string"];

    private static readonly (string Type, string Logical, string More)[] Logicals =
    [
        ("int", "date", ""), ("int", "time-millis", ""), ("long", "time-micros", ""), ("long", "timestamp-millis", ""), ("long", "timestamp-micros", ""),
        ("long", "timestamp-nanos", ""), ("long", "local-timestamp-millis", ""), ("long", "local-timestamp-micros", ""), ("string", "uuid", ""),
        ("bytes", "decimal", ",\"precision\":12,\"scale\":3"), ("bytes", "decimal", ",\"precision\":38,\"scale\":10"), ("bytes", "decimal", ",\"precision\":4"),
    ];

    private int _names;

    /// <summary>A record.</summary>
    public JsonObject Record(string? name = null, int depth = 0) => new()
    {
        ["type"] = "record",
        ["name"] = name ?? NextName("R"),
        ["fields"] = new JsonArray([.. Enumerable.Range(0, random.Next(1, 6)).Select(index => (JsonNode)Field("f" + index, depth))]),
    };

    /// <summary>The same record some versions later, or earlier.</summary>
    public JsonObject Evolved(JsonObject record)
    {
        var fields = record["fields"]!.AsArray().Select(field => field!.DeepClone().AsObject()).Where(_ => random.Next(6) > 0).ToList();
        foreach (var field in fields)
            field["type"] = EvolvedType(field["type"]!.DeepClone());
        foreach (var (type, value) in new (string, JsonNode?)[] { ("\"long\"", 7), ("[\"null\",\"string\"]", null), ("\"double\"", 1.5), ("{\"type\":\"array\",\"items\":\"int\"}", new JsonArray(1, 2)) })
        {
            if (random.Next(4) == 0 || fields.Count == 0)
                fields.Insert(random.Next(fields.Count + 1), new JsonObject { ["name"] = NextName("added"), ["type"] = JsonNode.Parse(type), ["default"] = value });
        }

        if (random.Next(2) == 0)
            fields.Reverse();
        var evolved = record.DeepClone().AsObject();
        evolved["fields"] = new JsonArray([.. fields]);
        return evolved;
    }

    private JsonObject Field(string name, int depth) => new() { ["name"] = name, ["type"] = Type(depth + 1) };

    private JsonNode Type(int depth, bool isUnionAllowed = true)
    {
        switch (random.Next(depth >= DepthMax ? 5 : 10))
        {
            case 0 or 1:
                return Primitives[random.Next(Primitives.Length)];
            case 2 or 3:
                var (type, logical, more) = Logicals[random.Next(Logicals.Length)];
                return JsonNode.Parse($$"""{"type":"{{type}}","logicalType":"{{logical}}"{{more}}}""")!;
            case 4:
                return random.Next(2) == 0
                    ? new JsonObject { ["type"] = "enum", ["name"] = NextName("E"), ["symbols"] = new JsonArray("A", "B", "C") }
                    : new JsonObject { ["type"] = "fixed", ["name"] = NextName("X"), ["size"] = random.Next(1, 20) };
            case 5:
                return new JsonObject { ["type"] = "array", ["items"] = Type(depth + 1) };
            case 6:
                return new JsonObject { ["type"] = "map", ["values"] = Type(depth + 1) };
            case 7:
                return Record(depth: depth);
            case 8 when isUnionAllowed:
                return new JsonArray("null", Type(depth + 1, isUnionAllowed: false));
            case 9 when isUnionAllowed:
                return random.Next(2) == 0 ? new JsonArray("string", "null", "long") : new JsonArray("double", Record(depth: depth), "boolean");
            default:
                return "string";
        }
    }

    private JsonNode EvolvedType(JsonNode type)
    {
        if (type is JsonValue && random.Next(2) == 0)
        {
            return type.GetValue<string>() switch
            {
                "int" => random.Next(3) switch { 0 => "long", 1 => "float", _ => "double" },
                "long" => "double",
                "float" => "double",
                var other => random.Next(2) == 0 ? other : new JsonArray("null", other),
            };
        }

        if (type is not JsonObject named)
            return type;
        switch (named["type"]!.GetValue<string>())
        {
            case "record":
                return Evolved(named);
            case "array":
                named["items"] = EvolvedType(named["items"]!.DeepClone());
                return named;
            case "map":
                named["values"] = EvolvedType(named["values"]!.DeepClone());
                return named;
            case "enum" when random.Next(2) == 0:
                (named["symbols"], named["default"]) = (new JsonArray("C", "B"), "B");
                return named;
            default:
                return random.Next(3) == 0 ? new JsonArray("null", type) : type;
        }
    }

    private string NextName(string kind) => kind + (_names++).ToString(CultureInfo.InvariantCulture);
}
