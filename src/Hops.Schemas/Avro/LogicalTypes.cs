using System.Text.Json;

namespace Hops.Schemas.Avro;

/// <summary>Decides which logical type, if any, a type carries: an unknown or invalid one is ignored, as the specification demands.</summary>
internal static class LogicalTypes
{
    /// <param name="kind">Kind of the type that carries it.</param>
    /// <param name="fixedLengthBytes">Its size if it is a fixed.</param>
    /// <param name="properties">Its attributes.</param>
    public static LogicalType? Find(AvroKind kind, int fixedLengthBytes, IReadOnlyList<AvroProperty> properties)
    {
        if (Value(properties, "logicalType") is not { ValueKind: JsonValueKind.String } name)
            return null;
        return name.GetString() switch
        {
            "decimal" when kind is AvroKind.Bytes or AvroKind.Fixed => Decimal(kind, fixedLengthBytes, properties),
            "date" when kind == AvroKind.Int => new(LogicalKind.Date),
            "time-millis" when kind == AvroKind.Int => new(LogicalKind.TimeMillis),
            "time-micros" when kind == AvroKind.Long => new(LogicalKind.TimeMicros),
            "timestamp-millis" when kind == AvroKind.Long => new(LogicalKind.TimestampMillis),
            "timestamp-micros" when kind == AvroKind.Long => new(LogicalKind.TimestampMicros),
            "timestamp-nanos" when kind == AvroKind.Long => new(LogicalKind.TimestampNanos),
            "local-timestamp-millis" when kind == AvroKind.Long => new(LogicalKind.LocalTimestampMillis),
            "local-timestamp-micros" when kind == AvroKind.Long => new(LogicalKind.LocalTimestampMicros),
            "local-timestamp-nanos" when kind == AvroKind.Long => new(LogicalKind.LocalTimestampNanos),
            "uuid" when kind == AvroKind.String || (kind == AvroKind.Fixed && fixedLengthBytes == 16) => new(LogicalKind.Uuid),
            "duration" when kind == AvroKind.Fixed && fixedLengthBytes == 12 => new(LogicalKind.Duration),
            _ => null,
        };
    }

    /// <summary>The name of a logical type as schema texts spell it.</summary>
    public static string NameOf(LogicalKind kind) => kind switch
    {
        LogicalKind.Decimal => "decimal",
        LogicalKind.Date => "date",
        LogicalKind.TimeMillis => "time-millis",
        LogicalKind.TimeMicros => "time-micros",
        LogicalKind.TimestampMillis => "timestamp-millis",
        LogicalKind.TimestampMicros => "timestamp-micros",
        LogicalKind.TimestampNanos => "timestamp-nanos",
        LogicalKind.LocalTimestampMillis => "local-timestamp-millis",
        LogicalKind.LocalTimestampMicros => "local-timestamp-micros",
        LogicalKind.LocalTimestampNanos => "local-timestamp-nanos",
        LogicalKind.Uuid => "uuid",
        LogicalKind.Duration => "duration",
    };

    private static LogicalType? Decimal(AvroKind kind, int fixedLengthBytes, IReadOnlyList<AvroProperty> properties)
    {
        if (Value(properties, "precision") is not { ValueKind: JsonValueKind.Number } number || !number.TryGetInt32(out var precision))
            return null;
        var scale = 0;
        if (Value(properties, "scale") is { } scaleValue
            && (scaleValue.ValueKind != JsonValueKind.Number || !scaleValue.TryGetInt32(out scale)))
            return null;
        if (precision < 1 || scale < 0 || scale > precision)
            return null;
        return kind == AvroKind.Fixed && precision > DigitsMax(fixedLengthBytes) ? null : new(LogicalKind.Decimal, precision, scale);
    }

    /// <summary>Digits that always fit in so many bytes: floor(log10(2^(8n-1) - 1)).</summary>
    private static double DigitsMax(int lengthBytes) => Math.Floor(Math.Log10(2) * ((8.0 * lengthBytes) - 1));

    private static JsonElement? Value(IReadOnlyList<AvroProperty> properties, string name)
    {
        foreach (var property in properties)
        {
            if (property.Name == name)
                return property.Value;
        }
        return null;
    }
}
