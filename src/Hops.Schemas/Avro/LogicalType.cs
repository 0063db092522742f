namespace Hops.Schemas.Avro;

/// <summary>A logical type that is valid on the type that carries it (Avro specification, "Logical Types").</summary>
/// <param name="Kind">Which one.</param>
/// <param name="Precision">Digits of a decimal, 1 or more; 0 for the others.</param>
/// <param name="Scale">Digits after the point of a decimal, 0 to <paramref name="Precision"/>; 0 for the others.</param>
public sealed record LogicalType(LogicalKind Kind, int Precision = 0, int Scale = 0);

/// <summary>Which logical type.</summary>
public enum LogicalKind
{
    /// <summary>Big-endian two's complement of the unscaled value, on bytes or fixed.</summary>
    Decimal,

    /// <summary>Days since 1970-01-01, on int.</summary>
    Date,

    /// <summary>Milliseconds after midnight, on int.</summary>
    TimeMillis,

    /// <summary>Microseconds after midnight, on long.</summary>
    TimeMicros,

    /// <summary>Milliseconds since the Unix epoch in UTC, on long.</summary>
    TimestampMillis,

    /// <summary>Microseconds since the Unix epoch in UTC, on long.</summary>
    TimestampMicros,

    /// <summary>Nanoseconds since the Unix epoch in UTC, on long (since Avro 1.12).</summary>
    TimestampNanos,

    /// <summary>Milliseconds since 1970-01-01 00:00 in whatever zone is local, on long.</summary>
    LocalTimestampMillis,

    /// <summary>Microseconds since 1970-01-01 00:00 in whatever zone is local, on long.</summary>
    LocalTimestampMicros,

    /// <summary>Nanoseconds since 1970-01-01 00:00 in whatever zone is local, on long (since Avro 1.12).</summary>
    LocalTimestampNanos,

    /// <summary>RFC 4122 text on string, or its 16 bytes on fixed.</summary>
    Uuid,

    /// <summary>Months, days and milliseconds as three little-endian unsigned 32-bit integers, on fixed of 12 bytes.</summary>
    Duration,
}
