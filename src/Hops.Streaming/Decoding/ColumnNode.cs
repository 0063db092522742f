using Hops.Streaming.DuckDb;

namespace Hops.Streaming.Decoding;

/// <summary>
/// A vector to be filled: a column, a member of a struct, or the items of a list. Its number is the index of its
/// <see cref="VectorSlot"/> in each thread.
/// </summary>
internal sealed class ColumnNode
{
    /// <summary>Number of the slot.</summary>
    public required int Slot { get; init; }

    /// <summary>DuckDB's type of the vector.</summary>
    public required SqlType Type { get; init; }

    /// <summary>True if a value of it, or of a struct around it, may be null: its validity mask must be writable.</summary>
    public required bool HasValidity { get; init; }

    /// <summary>Members of a struct; the one item of a list; the one key-and-value struct of a map.</summary>
    public IReadOnlyList<ColumnNode> Children { get; set; } = [];

    /// <summary>True for a list or map: its child is a vector with a length of its own.</summary>
    public bool IsList => Type.Id is TypeId.List or TypeId.Map;

    /// <summary>
    /// Slots that are null when this one is, itself first: DuckDB reads the members of a struct without a look at the struct's own mask.
    /// </summary>
    public IReadOnlyList<int> NullSlots { get; private set; } = [];

    /// <summary>Called when the children are known.</summary>
    public ColumnNode Seal()
    {
        var slots = new List<int> { Slot };
        if (!IsList)
            slots.AddRange(Children.SelectMany(child => child.NullSlots));
        NullSlots = slots;
        return this;
    }
}
