namespace Hops.Schemas.JsonSchemas;

/// <summary>
/// The shape of the values that a JSON Schema takes: one kind, whatever limits it names beside it. Null is a value of every shape. Immutable.
/// </summary>
/// <param name="Kind">The kind.</param>
public sealed record JsonShape(JsonShapeKind Kind)
{
    /// <summary>Properties of an object, in the order of the text; else none.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonShape>> Properties { get; init; } = [];

    /// <summary>Shape of the items of an array; else null.</summary>
    public JsonShape? Items { get; init; }

    /// <summary>No one kind.</summary>
    internal static JsonShape Any { get; } = new(JsonShapeKind.Any);
}
