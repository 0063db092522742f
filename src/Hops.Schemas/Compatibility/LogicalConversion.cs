using System.Numerics;
using Hops.Schemas.Avro;

namespace Hops.Schemas.Compatibility;

/// <summary>
/// What becomes of a value whose writer gave it one logical type and whose reader another. The numbers of both are whole numbers of some
/// power of ten (of a second, of one), so that a change of unit or scale moves the point: exactly, or not at all. Types of different
/// meaning, such as an instant and a local time, are never taken for one another; where only one side has a logical type, the other
/// leaves the meaning open (Avro specification, "Logical Types").
/// </summary>
public readonly record struct LogicalConversion
{
    /// <summary>Digits of the longest decimal whose scale is changed; arithmetic on longer ones would cost more than a record is worth.</summary>
    public const int DigitsMax = 1_000;

    private static readonly LogicalConversion None = new() { Mismatch = "" };

    /// <summary>The reader's number is the writer's times ten to this power: negative where the reader's unit is the larger one.</summary>
    public int Exponent { get; private init; }

    /// <summary>Most digits that the reader's decimal has; 0 where nothing is to be converted, and for types that are no decimals.</summary>
    public int DigitsInReader { get; private init; }

    /// <summary>Why the reader cannot take such values at all; empty if it can.</summary>
    public string Mismatch { get; private init; }

    /// <summary>True if the reader takes the writer's numbers, converted or not.</summary>
    public bool IsPossible => Mismatch.Length == 0;

    /// <summary>True if numbers stay as they are.</summary>
    public bool IsIdentity => Exponent == 0 && DigitsInReader == 0;

    /// <summary>How values of one type become values of another; the kinds of both were resolved already.</summary>
    public static LogicalConversion Of(AvroSchema writer, AvroSchema reader) => (writer.LogicalType, reader.LogicalType) switch
    {
        ({ Kind: LogicalKind.Decimal }, null) when reader.Kind == AvroKind.String => Refused(writer, reader),
        (null, { Kind: LogicalKind.Decimal }) when writer.Kind == AvroKind.String => Refused(writer, reader),
        (null, _) or (_, null) => None,
        ({ Kind: LogicalKind.Decimal } from, { Kind: LogicalKind.Decimal } to) => OfDecimals(from, to),
        ({ } from, { } to) when MeaningOf(from.Kind) != MeaningOf(to.Kind) => Refused(writer, reader),
        ({ } from, { } to) => None with { Exponent = DigitsOfSecond(to.Kind) - DigitsOfSecond(from.Kind) },
    };

    /// <summary>Converts a number.</summary>
    /// <returns>False if the reader's unit is too large for it, or its type too small.</returns>
    public bool TryConvert(long value, out long converted)
    {
        converted = value;
        if (Exponent == 0 || value == 0)
            return true;
        var factor = (Int128)BigInteger.Pow(10, Math.Abs(Exponent));
        if (Exponent < 0)
        {
            (converted, var rest) = Math.DivRem(value, (long)factor);
            return rest == 0;
        }

        var wide = value * factor;
        converted = (long)wide;
        return converted == wide;
    }

    /// <summary>Converts the unscaled value of a decimal.</summary>
    /// <returns>False if it has more digits, or more of them behind the point, than the reader's type.</returns>
    public bool TryConvert(BigInteger unscaled, out BigInteger converted)
    {
        converted = unscaled;
        if (Exponent < 0)
        {
            converted = BigInteger.DivRem(unscaled, BigInteger.Pow(10, -Exponent), out var rest);
            if (!rest.IsZero)
                return false;
        }
        else if (Exponent > 0)
        {
            converted = unscaled * BigInteger.Pow(10, Exponent);
        }

        return DigitsInReader == 0 || BigInteger.Abs(converted) < BigInteger.Pow(10, DigitsInReader);
    }

    private static LogicalConversion OfDecimals(LogicalType from, LogicalType to)
    {
        if (from == to)
            return None;
        return from.Precision > DigitsMax || to.Precision > DigitsMax
            ? new LogicalConversion { Mismatch = $"decimals of more than {DigitsMax} digits are not converted" }
            : None with { Exponent = to.Scale - from.Scale, DigitsInReader = to.Precision };
    }

    private static LogicalConversion Refused(AvroSchema writer, AvroSchema reader) =>
        new() { Mismatch = $"a {NameOf(writer)} of the writer is no {NameOf(reader)}, which the reader expects" };

    private static string NameOf(AvroSchema schema) => schema.LogicalType is { } logical ? LogicalTypes.NameOf(logical.Kind) : schema.TypeName;

    private static int MeaningOf(LogicalKind kind) => kind switch
    {
        LogicalKind.Decimal => 0,
        LogicalKind.Date => 1,
        LogicalKind.TimeMillis or LogicalKind.TimeMicros => 2,
        LogicalKind.TimestampMillis or LogicalKind.TimestampMicros or LogicalKind.TimestampNanos => 3,
        LogicalKind.LocalTimestampMillis or LogicalKind.LocalTimestampMicros or LogicalKind.LocalTimestampNanos => 4,
        LogicalKind.Uuid => 5,
        LogicalKind.Duration => 6,
    };

    private static int DigitsOfSecond(LogicalKind kind) => kind switch
    {
        LogicalKind.TimeMillis or LogicalKind.TimestampMillis or LogicalKind.LocalTimestampMillis => 3,
        LogicalKind.TimeMicros or LogicalKind.TimestampMicros or LogicalKind.LocalTimestampMicros => 6,
        LogicalKind.TimestampNanos or LogicalKind.LocalTimestampNanos => 9,
        _ => 0,
    };
}
