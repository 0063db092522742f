using Hops.Schemas.Protobuf;

namespace Hops.Streaming.Decoding.Protobuf;

/// <summary>What becomes of the values of a field.</summary>
internal enum FieldForm
{
    /// <summary>The column of its type.</summary>
    Scalar,

    /// <summary>A struct, or the scalar that the message wraps.</summary>
    Message,

    /// <summary>A timestamp.</summary>
    Timestamp,

    /// <summary>An interval.</summary>
    Duration,

    /// <summary>The JSON of its message as text.</summary>
    Json,

    /// <summary>A map.</summary>
    Map,
}

/// <summary>How the values of a field get into their vector. Immutable, shared by all threads.</summary>
internal sealed record FieldStep
{
    /// <summary>Names on the way to it, for messages.</summary>
    public required string Path { get; init; }

    public required FieldShape Field { get; init; }

    public required FieldForm Form { get; init; }

    public required FieldKind Kind { get; init; }

    public required int WireType { get; init; }

    /// <summary>The column: of a repeated field the list, of a map the map.</summary>
    public required ColumnNode Node { get; init; }

    /// <summary>The column itself, or the items of a repeated field.</summary>
    public required ColumnNode Value { get; init; }

    /// <summary>True for a list.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>True if it is null where it is not there.</summary>
    public bool HasPresence { get; init; }

    /// <summary>False for a field of a oneof whose value nobody wants: it is looked at only for what it takes away.</summary>
    public bool IsWanted { get; init; } = true;

    /// <summary>Slots of the other fields of its oneof, which are null where it is there.</summary>
    public int[] OtherSlots { get; init; } = [];

    /// <summary>Fields of its message, or of the entries of a map.</summary>
    public MessageStep? Message { get; init; }

    /// <summary>Its message, where that is written as JSON.</summary>
    public MessageShape? Shape { get; init; }

    /// <summary>Its symbols.</summary>
    public EnumCells? Symbols { get; init; }
}
