namespace Hops.Schemas.Avro;

/// <summary>Kind of an Avro type (Avro 1.12 specification, "Primitive Types" and "Complex Types").</summary>
public enum AvroKind
{
    /// <summary>No value; zero bytes.</summary>
    Null,

    /// <summary>One byte, 0 or 1.</summary>
    Boolean,

    /// <summary>32-bit signed, zig-zag variable length.</summary>
    Int,

    /// <summary>64-bit signed, zig-zag variable length.</summary>
    Long,

    /// <summary>IEEE 754, four bytes little endian.</summary>
    Float,

    /// <summary>IEEE 754, eight bytes little endian.</summary>
    Double,

    /// <summary>A long length and so many bytes.</summary>
    Bytes,

    /// <summary>A long length and so many bytes of UTF-8.</summary>
    String,

    /// <summary>The values of its fields in declared order.</summary>
    Record,

    /// <summary>An int: position of the symbol.</summary>
    Enum,

    /// <summary>A fixed number of bytes.</summary>
    Fixed,

    /// <summary>Blocks of items.</summary>
    Array,

    /// <summary>Blocks of string keys and values.</summary>
    Map,

    /// <summary>A long position of the branch, then its value.</summary>
    Union,
}
