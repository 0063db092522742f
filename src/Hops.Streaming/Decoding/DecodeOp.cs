namespace Hops.Streaming.Decoding;

/// <summary>What a <see cref="DecodeOp"/> does with the next bytes of a record.</summary>
internal enum DecodeCode
{
    // What most fields are comes first: these are told apart by one jump.
    Long,
    Int,
    TimestampMicros,
    Text,
    Double,
    Float,
    Boolean,
    SkipVarint,
    SkipBytes,
    SkipFixed,
    Optional,
    Fail,
    SetNull,
    IntToLong,
    IntToFloat,
    IntToDouble,
    LongScaled,
    LongToFloat,
    LongToDouble,
    FloatToDouble,
    Bytes,
    BytesToText,
    Fixed,
    Enum,
    Date,
    TimeMillis,
    TimeMicros,
    TimestampMillis,
    TimestampNanos,
    DecimalBytes,
    DecimalFixed,
    UuidText,
    UuidFixed,
    Duration,
    Record,
    Array,
    Map,
    Union,
    Member,
    Default,
    SkipBlocks,
    SkipMap,
    SkipUnion,
    SkipRecord,
    SkipNothing,
}

/// <summary>
/// One step from a writer's bytes to a reader's vector. Steps are data, made once for each pair of schemas and shared by all threads; a
/// step of a recursive writer schema that is skipped may contain itself.
/// </summary>
internal sealed class DecodeOp(DecodeCode code)
{
    public DecodeCode Code { get; } = code;

    /// <summary>Slot that is written.</summary>
    public int Slot { get; init; }

    /// <summary>Bytes of a fixed; position of the null branch of an optional; digits of a decimal; index of a member.</summary>
    public int Argument { get; init; }

    /// <summary>Power of ten by which a number is multiplied.</summary>
    public int Exponent { get; init; }

    /// <summary>Steps of the fields, branches or members; the one step of items or of the value of an optional.</summary>
    public DecodeOp[] Steps { get; set; } = [];

    /// <summary>Slots that become null together.</summary>
    public int[] NullSlots { get; init; } = [];

    /// <summary>Node of a list or map, to grow its items.</summary>
    public ColumnNode? Node { get; init; }

    /// <summary>Symbols of an enum as pinned <c>string_t</c> cells, two words each, by the writer's position; length 0xffffffff marks one unknown to the reader.</summary>
    public ulong[] SymbolCells { get; init; } = [];

    /// <summary>Encoded default, pinned; or long symbols kept alive.</summary>
    public byte[] Content { get; init; } = [];

    /// <summary>Why the step fails, for <see cref="DecodeCode.Fail"/>.</summary>
    public string Reason { get; init; } = "";
}
