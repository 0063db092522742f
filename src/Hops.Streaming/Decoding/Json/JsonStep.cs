using Hops.Schemas.JsonSchemas;

namespace Hops.Streaming.Decoding.Json;

/// <summary>How a JSON value gets into its vector. Immutable, shared by all threads.</summary>
internal sealed class JsonStep
{
    /// <summary>Names on the way to it, for messages.</summary>
    public required string Path { get; init; }

    public required JsonShapeKind Kind { get; init; }

    public required ColumnNode Node { get; init; }

    /// <summary>Members of an object.</summary>
    public JsonMembers? Members { get; init; }

    /// <summary>The items of an array.</summary>
    public JsonStep? Items { get; init; }

    /// <summary>Cells that one value takes, of lists none but the list itself.</summary>
    public int CellCount => Node.NullSlots.Count;
}
