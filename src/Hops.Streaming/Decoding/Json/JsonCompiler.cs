using Hops.Schemas.JsonSchemas;
using Hops.Streaming.DuckDb;

namespace Hops.Streaming.Decoding.Json;

/// <summary>Turns the shape of a reader schema into nodes and steps.</summary>
internal sealed class JsonCompiler
{
    private readonly NullableColumns _columns = new();

    /// <summary>Slots that were given out.</summary>
    public int SlotCount => _columns.SlotCount;

    /// <summary>The properties of an object.</summary>
    /// <exception cref="Core.Errors.PlatformException"><c>TooLarge</c>: there are too many.</exception>
    public JsonMembers Members(JsonShape shape, string path) => JsonMembers.Of(
        [.. shape.Properties.Select(property => property.Key)],
        [.. shape.Properties.Select(property => Step(property.Value, path.Length == 0 ? property.Key : $"{path}.{property.Key}"))]);

    /// <summary>A value of any kind, as the one member of an object.</summary>
    /// <exception cref="Core.Errors.PlatformException"><c>TooLarge</c>: it has too many properties.</exception>
    public JsonMembers Value(JsonShape shape, string name) => JsonMembers.Of([name], [Step(shape, name)]);

    private JsonStep Step(JsonShape shape, string path)
    {
        switch (shape.Kind)
        {
            case JsonShapeKind.Object:
                var members = Members(shape, path);
                var names = NullableColumns.Distinct(shape.Properties.Select(property => property.Key));
                return new JsonStep { Path = path, Kind = shape.Kind, Node = _columns.Struct(names, [.. members.Steps.Select(step => step!.Node)]), Members = members };
            case JsonShapeKind.Array:
                var items = Step(shape.Items!, path + "[]");
                return new JsonStep { Path = path, Kind = shape.Kind, Node = _columns.List(items.Node), Items = items };
            default:
                return new JsonStep { Path = path, Kind = shape.Kind, Node = _columns.Leaf(TypeOf(shape.Kind)) };
        }
    }

    private static TypeId TypeOf(JsonShapeKind kind) => kind switch
    {
        JsonShapeKind.Boolean => TypeId.Boolean,
        JsonShapeKind.Integer => TypeId.BigInt,
        JsonShapeKind.Number => TypeId.Double,
        JsonShapeKind.DateTime => TypeId.TimestampWithZone,
        _ => TypeId.Varchar,
    };
}
