using Hops.Streaming.DuckDb;

namespace Hops.Streaming.Parquet;

/// <summary>How Parquet lays out a value: <c>Type</c> of parquet.thrift, by its numbers.</summary>
internal enum PhysicalType
{
    /// <summary>One bit.</summary>
    Boolean = 0,

    /// <summary>32 bits, little-endian.</summary>
    Int32 = 1,

    /// <summary>64 bits, little-endian.</summary>
    Int64 = 2,

    /// <summary>IEEE 754, 32 bits.</summary>
    Float = 4,

    /// <summary>IEEE 754, 64 bits.</summary>
    Double = 5,

    /// <summary>A length of 32 bits and so many bytes.</summary>
    ByteArray = 6,
}

/// <summary>
/// A column of a file that we write ourselves, with the types that DuckDB's writer gives it, so that a sink looks the same whoever wrote its files.
/// </summary>
/// <param name="Name">Name.</param>
/// <param name="Type">Type in SQL.</param>
/// <param name="Physical">Layout of a value.</param>
/// <param name="Converted">What it stands for: <c>ConvertedType</c> of parquet.thrift, by its numbers; null for nothing more than its layout.</param>
internal sealed record ParquetColumn(string Name, SqlType Type, PhysicalType Physical, int? Converted)
{
    /// <summary>Digits that 64 bits hold.</summary>
    private const int DecimalDigitsMax = 18;

    /// <summary>Digits that a decimal has at least if DuckDB keeps it in 32 bits.</summary>
    private const int DecimalDigitsMin = 5;

    private const int Int32DigitsMax = 9;

    private const int Decimal = 5;

    /// <summary>Layout and meaning of the types that we write.</summary>
    private static readonly Dictionary<TypeId, (PhysicalType Physical, int? Converted)> Types = new()
    {
        [TypeId.Boolean] = (PhysicalType.Boolean, null),
        [TypeId.Integer] = (PhysicalType.Int32, 17),
        [TypeId.BigInt] = (PhysicalType.Int64, 18),
        [TypeId.UInteger] = (PhysicalType.Int32, 13),
        [TypeId.UBigInt] = (PhysicalType.Int64, 14),
        [TypeId.Float] = (PhysicalType.Float, null),
        [TypeId.Double] = (PhysicalType.Double, null),
        [TypeId.Date] = (PhysicalType.Int32, 6),
        [TypeId.Timestamp] = (PhysicalType.Int64, 10),
        [TypeId.TimestampWithZone] = (PhysicalType.Int64, 10),
        [TypeId.Varchar] = (PhysicalType.ByteArray, 0),
        [TypeId.Blob] = (PhysicalType.ByteArray, null),
    };

    /// <summary>True if it is a decimal, which has a scale and digits.</summary>
    public bool IsDecimal => Type.Id == TypeId.Decimal;

    /// <summary>True if it is an instant, false if it is what a clock shows somewhere, null if it is neither.</summary>
    public bool? IsInstant => Type.Id switch { TypeId.TimestampWithZone => true, TypeId.Timestamp => false, _ => null };

    /// <summary>The column of a type that we write; null for others: nested ones, and those that DuckDB keeps in another way than Parquet.</summary>
    public static ParquetColumn? Of(SqlColumn column)
    {
        if (column.Type is { Id: TypeId.Decimal, Width: >= DecimalDigitsMin and <= DecimalDigitsMax })
            return new ParquetColumn(column.Name, column.Type, column.Type.Width <= Int32DigitsMax ? PhysicalType.Int32 : PhysicalType.Int64, Decimal);
        return !column.Type.HasAlias && Types.TryGetValue(column.Type.Id, out var type)
            ? new ParquetColumn(column.Name, column.Type, type.Physical, type.Converted)
            : null;
    }

    /// <summary>Makes the encoder of its values.</summary>
    public ColumnEncoder BeginEncoder() => Type.Id switch
    {
        TypeId.Boolean => new BooleanEncoder(),
        TypeId.UInteger => new NumberEncoder<uint>(),
        TypeId.UBigInt => new NumberEncoder<ulong>(),
        TypeId.Float => new NumberEncoder<float>(),
        TypeId.Double => new NumberEncoder<double>(),
        TypeId.Varchar or TypeId.Blob => new TextEncoder(),
        _ => Physical == PhysicalType.Int32 ? new NumberEncoder<int>() : new NumberEncoder<long>(),
    };
}
