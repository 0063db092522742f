using System.Text.Json;
using Hops.Core.Errors;

namespace Hops.Schemas.JsonSchemas;

/// <summary>
/// Finds the <see cref="JsonShape"/> of a schema. What several parts demand at once is put together; of alternatives the one that is no null
/// counts, if they have one shape. An object within itself is of any shape from where it comes again. Bounded in depth and in shapes.
/// </summary>
internal sealed class ShapeReader
{
    /// <summary>Most objects and arrays inside one another that have a shape; what lies deeper is of any.</summary>
    private const int DepthMax = 32;

    /// <summary>Most nodes that are looked at, each as often as it is met: schemas that refer to one another can be met without end.</summary>
    private const int NodesMax = 20_000;

    private readonly HashSet<SchemaNode> _open = new(ReferenceEqualityComparer.Instance);
    private int _nodes;

    /// <exception cref="PlatformException"><c>TooLarge</c>.</exception>
    public static JsonShape Of(SchemaNode root) => new ShapeReader().Read(root, 0);

    private JsonShape Read(SchemaNode node, int depth)
    {
        if (++_nodes > NodesMax)
            throw new PlatformException(ErrorCode.TooLarge, $"The objects of the schema lie inside one another more than {NodesMax} times; split it.").With("limit", NodesMax);
        var target = node.Target;
        if (depth > DepthMax || !_open.Add(target))
            return JsonShape.Any;
        var shape = target switch
        {
            PlainNode plain => OfPlain(plain),
            ObjectNode { Properties.Count: > 0 } type => new JsonShape(JsonShapeKind.Object)
            {
                Properties = [.. type.Properties.Select(property => KeyValuePair.Create(property.Key, Read(property.Value, depth + 1)))],
            },
            ArrayNode { First.Count: 0 } array => new JsonShape(JsonShapeKind.Array)
            {
                Items = array.Items is { } items ? Read(items, depth + 1) : JsonShape.Any,
            },
            CombinedNode { Criterion: Criterion.All } all => OfAll([.. all.Parts.Select(part => Read(part, depth + 1))]),
            CombinedNode some => OfOne([.. some.Parts.Where(part => part.Target is not PlainNode { Kind: PlainKind.Null }).Select(part => Read(part, depth + 1))]),
            _ => JsonShape.Any,
        };
        _open.Remove(target);
        return shape;
    }

    private static JsonShape OfPlain(PlainNode node) => node.Kind switch
    {
        PlainKind.Boolean => new JsonShape(JsonShapeKind.Boolean),
        PlainKind.Number => new JsonShape(node.IsInteger ? JsonShapeKind.Integer : JsonShapeKind.Number),
        PlainKind.String => new JsonShape(node.Text("format") == "date-time" ? JsonShapeKind.DateTime : JsonShapeKind.String),
        PlainKind.Enum => OfOne([.. node.Element.GetProperty("enum").EnumerateArray().Where(value => value.ValueKind != JsonValueKind.Null).Select(OfValue)]),
        PlainKind.Const => OfValue(node.Element.GetProperty("const")),
        _ => JsonShape.Any,
    };

    private static JsonShape OfValue(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => new JsonShape(JsonShapeKind.Boolean),
        JsonValueKind.Number => new JsonShape(value.TryGetInt64(out _) ? JsonShapeKind.Integer : JsonShapeKind.Number),
        JsonValueKind.String => new JsonShape(JsonShapeKind.String),
        _ => JsonShape.Any,
    };

    /// <summary>What one value has that all parts take: parts of any shape say nothing, and properties of several objects are those of one.</summary>
    private static JsonShape OfAll(IReadOnlyList<JsonShape> parts)
    {
        var saying = parts.Where(part => part.Kind != JsonShapeKind.Any).ToList();
        return saying.Count == 0 ? JsonShape.Any : saying.Aggregate(Both);
    }

    private static JsonShape Both(JsonShape one, JsonShape other) => (one.Kind, other.Kind) switch
    {
        (JsonShapeKind.Any, _) => other,
        (_, JsonShapeKind.Any) => one,
        (JsonShapeKind.Object, JsonShapeKind.Object) => one with { Properties = BothOf(one.Properties, other.Properties) },
        (JsonShapeKind.Array, JsonShapeKind.Array) => one with { Items = Both(one.Items!, other.Items!) },
        (JsonShapeKind.Integer, JsonShapeKind.Number) or (JsonShapeKind.DateTime, JsonShapeKind.String) => one,
        (JsonShapeKind.Number, JsonShapeKind.Integer) or (JsonShapeKind.String, JsonShapeKind.DateTime) => other,
        _ => one.Kind == other.Kind ? one : JsonShape.Any,
    };

    private static List<KeyValuePair<string, JsonShape>> BothOf(
        IReadOnlyList<KeyValuePair<string, JsonShape>> some, IReadOnlyList<KeyValuePair<string, JsonShape>> others)
    {
        var byName = others.ToDictionary(StringComparer.Ordinal);
        var all = some.Select(property => byName.Remove(property.Key, out var other) ? KeyValuePair.Create(property.Key, Both(property.Value, other)) : property).ToList();
        all.AddRange(others.Where(property => byName.ContainsKey(property.Key)));
        return all;
    }

    /// <summary>What alternatives have in common: their one shape, numbers if some are whole, and else any.</summary>
    private static JsonShape OfOne(IReadOnlyList<JsonShape> parts) => parts.Count == 0 ? JsonShape.Any : parts.Aggregate(Either);

    private static JsonShape Either(JsonShape one, JsonShape other) => (one.Kind, other.Kind) switch
    {
        (JsonShapeKind.Object, JsonShapeKind.Object) => AreAlike(one, other) ? one : JsonShape.Any,
        (JsonShapeKind.Array, JsonShapeKind.Array) => AreAlike(one, other) ? one : JsonShape.Any,
        (JsonShapeKind.Integer, JsonShapeKind.Number) or (JsonShapeKind.DateTime, JsonShapeKind.String) => other,
        (JsonShapeKind.Number, JsonShapeKind.Integer) or (JsonShapeKind.String, JsonShapeKind.DateTime) => one,
        _ => one.Kind == other.Kind ? one : JsonShape.Any,
    };

    private static bool AreAlike(JsonShape one, JsonShape other) =>
        one.Kind == other.Kind && one.Properties.Count == other.Properties.Count
        && (one.Items is null || AreAlike(one.Items, other.Items!))
        && one.Properties.Zip(other.Properties).All(pair => pair.First.Key == pair.Second.Key && AreAlike(pair.First.Value, pair.Second.Value));
}
