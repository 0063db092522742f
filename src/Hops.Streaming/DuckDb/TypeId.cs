namespace Hops.Streaming.DuckDb;

/// <summary>DuckDB's types by the numbers of <c>duckdb_type</c>.</summary>
public enum TypeId
{
    /// <summary>No type.</summary>
    Invalid = 0,

    /// <summary>True or false, one byte.</summary>
    Boolean = 1,

    /// <summary>8 bits, signed.</summary>
    TinyInt = 2,

    /// <summary>16 bits, signed.</summary>
    SmallInt = 3,

    /// <summary>32 bits, signed.</summary>
    Integer = 4,

    /// <summary>64 bits, signed.</summary>
    BigInt = 5,

    /// <summary>8 bits, unsigned.</summary>
    UTinyInt = 6,

    /// <summary>16 bits, unsigned.</summary>
    USmallInt = 7,

    /// <summary>32 bits, unsigned.</summary>
    UInteger = 8,

    /// <summary>64 bits, unsigned.</summary>
    UBigInt = 9,

    /// <summary>IEEE 754, 32 bits.</summary>
    Float = 10,

    /// <summary>IEEE 754, 64 bits.</summary>
    Double = 11,

    /// <summary>Microseconds from 1970 without a time zone, 64 bits.</summary>
    Timestamp = 12,

    /// <summary>Days from 1970-01-01, 32 bits.</summary>
    Date = 13,

    /// <summary>Microseconds from midnight, 64 bits.</summary>
    Time = 14,

    /// <summary>Months, days and microseconds.</summary>
    Interval = 15,

    /// <summary>128 bits, signed.</summary>
    HugeInt = 16,

    /// <summary>Text in UTF-8.</summary>
    Varchar = 17,

    /// <summary>Bytes.</summary>
    Blob = 18,

    /// <summary>A scaled integer of 16 to 128 bits, by its width.</summary>
    Decimal = 19,

    /// <summary>Seconds from 1970, 64 bits.</summary>
    TimestampSeconds = 20,

    /// <summary>Milliseconds from 1970, 64 bits.</summary>
    TimestampMilliseconds = 21,

    /// <summary>Nanoseconds from 1970, 64 bits.</summary>
    TimestampNanoseconds = 22,

    /// <summary>A number of a dictionary.</summary>
    Enum = 23,

    /// <summary>A list of any length.</summary>
    List = 24,

    /// <summary>Named fields.</summary>
    Struct = 25,

    /// <summary>Keys and values, as a list of structs.</summary>
    Map = 26,

    /// <summary>128 bits, with the highest bit flipped.</summary>
    Uuid = 27,

    /// <summary>One of several tagged types.</summary>
    Union = 28,

    /// <summary>A string of bits.</summary>
    Bit = 29,

    /// <summary>Time of day and offset, 64 bits.</summary>
    TimeWithZone = 30,

    /// <summary>An instant: microseconds from 1970 in UTC, 64 bits.</summary>
    TimestampWithZone = 31,

    /// <summary>128 bits, unsigned.</summary>
    UHugeInt = 32,

    /// <summary>A list of a fixed length.</summary>
    Array = 33,

    /// <summary>Any type, for arguments of functions.</summary>
    Any = 34,

    /// <summary>An integer of any length.</summary>
    BigNumber = 35,

    /// <summary>The type of a bare NULL.</summary>
    Null = 36,
}
