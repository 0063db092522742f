using System.Text.Json;
using Hops.Schemas.Avro;
using Hops.Schemas.Compatibility;

namespace Hops.Schemas.Binary;

/// <summary>
/// What to do with the next value of a writer for a reader: schema resolution, decided once for a pair of schemas. Steps of recursive
/// schemas are cyclic. Immutable once <see cref="DecodePlan"/> has made it; thread safe.
/// </summary>
public sealed class DecodeStep
{
    /// <summary>Which kind of step.</summary>
    public DecodeStepKind Kind { get; internal set; }

    /// <summary>Kind of the writer's value: how its bytes are read.</summary>
    public AvroKind From { get; internal set; }

    /// <summary>Kind of the reader's value: what becomes of it. Differs from <see cref="From"/> by promotion only.</summary>
    public AvroKind To { get; internal set; }

    /// <summary>Logical type of the reader's value, or null.</summary>
    public LogicalType? Logical { get; internal set; }

    /// <summary>Of a wrap: true if the value has to name its branch in plain JSON, since another could be meant.</summary>
    public bool IsNamed { get; internal set; }

    /// <summary>What the reader's logical type makes of the writer's number.</summary>
    public LogicalConversion Conversion { get; internal set; }

    /// <summary>Size of a fixed.</summary>
    public int LengthBytes { get; internal set; }

    /// <summary>Reader's symbol by the writer's position; null where it has none.</summary>
    public IReadOnlyList<string?> Symbols { get; internal set; } = [];

    /// <summary>Fields of a record in the writer's order.</summary>
    public IReadOnlyList<DecodeField> Fields { get; internal set; } = [];

    /// <summary>Fields of the reader that the writer lacks.</summary>
    public IReadOnlyList<AvroField> Defaults { get; internal set; } = [];

    /// <summary>Step of the items of an array, the values of a map, the value in a wrap.</summary>
    public DecodeStep? Inner { get; internal set; }

    /// <summary>Steps by the writer's branch of a union.</summary>
    public IReadOnlyList<DecodeStep> Branches { get; internal set; } = [];

    /// <summary>Of a wrap: name of the reader's branch; of a mismatch: why.</summary>
    public string Text { get; internal set; } = "";
}

/// <summary>A field of the writer's record.</summary>
/// <param name="Target">The reader's field; null to read and forget.</param>
/// <param name="Step">How to read it.</param>
public readonly record struct DecodeField(AvroField? Target, DecodeStep Step);

/// <summary>Kind of a <see cref="DecodeStep"/>.</summary>
public enum DecodeStepKind
{
    /// <summary>A primitive value, perhaps promoted.</summary>
    Primitive,

    /// <summary>A symbol.</summary>
    Enum,

    /// <summary>Bytes of a fixed.</summary>
    Fixed,

    /// <summary>Fields.</summary>
    Record,

    /// <summary>Blocks of items.</summary>
    Array,

    /// <summary>Blocks of keys and values.</summary>
    Map,

    /// <summary>A branch of the writer, then its step.</summary>
    Union,

    /// <summary>The value becomes a branch of the reader's union; no bytes.</summary>
    Wrap,

    /// <summary>The reader cannot take such a value: refuse if one comes.</summary>
    Mismatch,
}
