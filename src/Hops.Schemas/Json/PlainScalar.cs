using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Hops.Schemas.Avro;
using Hops.Schemas.Binary;

namespace Hops.Schemas.Json;

/// <summary>
/// Values without parts as people write them: numbers as JSON numbers or as texts of them, logical types as what they mean. What does not
/// fit is told, never rounded or cut; a float or double alone takes the nearest value that it has, as everywhere.
/// </summary>
internal static class PlainScalar
{
    private const int QuoteLengthMax = 40;

    /// <summary>Writes a value.</summary>
    /// <param name="schema">A primitive, enum or fixed.</param>
    /// <param name="value">The value.</param>
    /// <param name="output">Receives the bytes; null to see only whether the value fits.</param>
    /// <returns>Null, or why it does not fit, with what would.</returns>
    public static string? Write(AvroSchema schema, JsonElement value, AvroWriter? output) => (schema.Kind, schema.LogicalType?.Kind) switch
    {
        (AvroKind.Null, _) => value.ValueKind == JsonValueKind.Null ? null : $"{Show(value)} is not null",
        (AvroKind.Boolean, _) => Boolean(value, output),
        (AvroKind.Int or AvroKind.Long, _) => Integer(schema, value, output),
        (AvroKind.Float or AvroKind.Double, _) => Real(schema.Kind, value, output),
        (AvroKind.Bytes or AvroKind.Fixed, LogicalKind.Decimal) => Decimal(schema, value, output),
        (AvroKind.Fixed, LogicalKind.Uuid) => Uuid(value, output, isText: false),
        (AvroKind.Fixed, LogicalKind.Duration) => Duration(value, output),
        (AvroKind.String, LogicalKind.Uuid) => Uuid(value, output, isText: true),
        (AvroKind.Bytes or AvroKind.Fixed, _) => Bytes(schema, value, output),
        (AvroKind.Enum, _) => Symbol((AvroEnum)schema, value, output),
        _ => Text(value, output),
    };

    /// <summary>A text for a message, cut where it is long.</summary>
    public static string Quote(string text) => text.Length <= QuoteLengthMax ? text : text[..QuoteLengthMax] + "...";

    /// <summary>A value for a message: texts in quotes, others as they are.</summary>
    public static string Show(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => $"'{Quote(value.GetString()!)}'",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        _ => Quote(value.GetRawText()),
    };

    private static string? Boolean(JsonElement value, AvroWriter? output)
    {
        bool truth;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            truth = value.GetBoolean();
        else if (value.ValueKind != JsonValueKind.String || !bool.TryParse(value.GetString(), out truth))
            return $"{Show(value)} is no truth value; write true or false";
        output?.WriteBoolean(truth);
        return null;
    }

    private static string? Integer(AvroSchema schema, JsonElement value, AvroWriter? output)
    {
        var kind = schema.LogicalType?.Kind;
        var reason = Integer(schema, kind, value, out var number);
        if (reason is null && kind is { } time && !TimeText.IsInDay(time, number))
            reason = $"{Show(value)} is no time of a day; {TimeText.Forms(time)}";
        if (reason is null)
            output?.WriteLong(number);
        return reason;
    }

    private static string? Integer(AvroSchema schema, LogicalKind? kind, JsonElement value, out long number)
    {
        number = 0;
        var forms = TimeText.Forms(kind) is { } times ? times : "write a whole number such as 42";
        if (value.ValueKind is not (JsonValueKind.Number or JsonValueKind.String))
            return $"{Show(value)} is no {NameOf(schema)}; {forms}";
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out number))
            return InRange(schema, value, number);
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        if (!ExactNumber.TryParse(text, out var exact))
            return TimeText.Forms(kind) is null ? $"{Show(value)} is no whole number; {forms}" : TimeText.TryParse(kind!.Value, text, out number);
        if (exact.FractionDigits > 0)
            return $"{Show(value)} has a fraction, and the type is {AvroKinds.NameOf(schema.Kind)}: round it yourself, or give the field a type with fractions";
        if (exact.WholeDigits > 19)
            return $"{Show(value)} is out of the range of {AvroKinds.NameOf(schema.Kind)}";
        var whole = exact.Unscaled(0);
        if (whole < long.MinValue || whole > long.MaxValue)
            return $"{Show(value)} is out of the range of {AvroKinds.NameOf(schema.Kind)}";
        number = (long)whole;
        // A text such as 20130131 is meant as a date by whoever wrote it, and as a number of days it lies far beyond all of them.
        if (value.ValueKind == JsonValueKind.String && TimeText.Forms(kind) != null && TimeText.Format(kind!.Value, number) is null)
            return $"{Show(value)} is beyond the year 9999 as a number of the type; {forms}";
        return InRange(schema, value, number);
    }

    private static string? InRange(AvroSchema schema, JsonElement value, long number) =>
        schema.Kind == AvroKind.Int && number is < int.MinValue or > int.MaxValue ? $"{Show(value)} is out of the range of int" : null;

    private static string? Real(AvroKind kind, JsonElement value, AvroWriter? output)
    {
        if (RealOf(value) is not { } real)
            return $"{Show(value)} is no number; write one such as 3.5, or NaN, Infinity, -Infinity";
        var isGivenFinite = value.ValueKind == JsonValueKind.Number || value.GetString()!.Any(char.IsAsciiDigit);
        if (isGivenFinite && !double.IsFinite(kind == AvroKind.Float ? (float)real : real))
            return $"{Show(value)} is out of the range of {AvroKinds.NameOf(kind)}";
        if (kind == AvroKind.Float)
            output?.WriteFloat((float)real);
        else
            output?.WriteDouble(real);
        return null;
    }

    private static double? RealOf(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number)
            return value.GetDouble();
        if (value.ValueKind != JsonValueKind.String)
            return null;
        var text = value.GetString()!;
        return text.ToUpperInvariant() switch
        {
            "NAN" => double.NaN,
            "INF" or "+INF" or "INFINITY" or "+INFINITY" => double.PositiveInfinity,
            "-INF" or "-INFINITY" => double.NegativeInfinity,
            _ => double.TryParse(
                text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var real)
                && text.Any(char.IsAsciiDigit) ? real : null,
        };
    }

    private static string? Decimal(AvroSchema schema, JsonElement value, AvroWriter? output)
    {
        var type = schema.LogicalType!;
        var name = string.Create(CultureInfo.InvariantCulture, $"decimal({type.Precision},{type.Scale})");
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number => value.GetRawText(),
            _ => "",
        };
        if (!ExactNumber.TryParse(text, out var exact))
            return $"{Show(value)} is no number; write one such as {Example(type)}";
        if (exact.FractionDigits > type.Scale)
            return $"{Show(value)} has {exact.FractionDigits} digits after the point, and the type is {name}: round it yourself, or give the field a larger scale";
        if (exact.WholeDigits > type.Precision - type.Scale)
            return $"{Show(value)} has {exact.WholeDigits} digits before the point, and the type is {name}";
        if (output is not { } writer)
            return null;
        var unscaled = exact.Unscaled(type.Scale);
        if (schema is AvroFixed fixedType)
            writer.WriteFixed(Extended(unscaled, fixedType.LengthBytes));
        else
            writer.WriteBytes(unscaled.ToByteArray(isBigEndian: true));
        return null;
    }

    private static string Example(LogicalType type) => type.Scale == 0 ? "42" : "3." + "75000000000000000000000000000000000000"[..Math.Min(type.Scale, 4)];

    /// <summary>Two's complement, big endian, of a length that the precision was checked against when the schema was read.</summary>
    private static byte[] Extended(BigInteger unscaled, int lengthBytes)
    {
        var bytes = new byte[lengthBytes];
        if (unscaled.Sign < 0)
            Array.Fill(bytes, (byte)0xff);
        var digits = unscaled.ToByteArray(isBigEndian: true);
        digits.CopyTo(bytes.AsSpan(lengthBytes - digits.Length));
        return bytes;
    }

    private static string? Uuid(JsonElement value, AvroWriter? output, bool isText)
    {
        if (value.ValueKind != JsonValueKind.String || !Guid.TryParseExact(value.GetString(), "D", out var uuid))
            return $"{Show(value)} is no UUID; write 123e4567-e89b-12d3-a456-426614174000";
        if (isText)
            output?.WriteString(value.GetString()!);
        else
            output?.WriteFixed(uuid.ToByteArray(bigEndian: true));
        return null;
    }

    private static string? Duration(JsonElement value, AvroWriter? output)
    {
        if (value.ValueKind != JsonValueKind.String)
            return $"{Show(value)} is no duration; {DurationText.Forms}";
        Span<byte> bytes = stackalloc byte[DurationText.LengthBytes];
        var reason = DurationText.TryParse(value.GetString()!, bytes);
        if (reason is null)
            output?.WriteFixed(bytes);
        return reason;
    }

    private static string? Bytes(AvroSchema schema, JsonElement value, AvroWriter? output)
    {
        if (value.ValueKind != JsonValueKind.String || value.GetString()!.AsSpan().ContainsAnyExceptInRange('\u0000', '\u00ff'))
            return $"{Show(value)} is no text of bytes; write each byte as the character U+0000 to U+00FF of its value";
        var text = value.GetString()!;
        if (schema is AvroFixed type && text.Length != type.LengthBytes)
            return $"{Show(value)} has {text.Length} bytes, and '{type.FullName}' has {type.LengthBytes}";
        if (output is not { } writer)
            return null;
        if (schema is AvroFixed)
            writer.WriteFixed(Encoding.Latin1.GetBytes(text));
        else
            writer.WriteBytes(Encoding.Latin1.GetBytes(text));
        return null;
    }

    private static string? Symbol(AvroEnum type, JsonElement value, AvroWriter? output)
    {
        var symbol = value.ValueKind == JsonValueKind.String ? type.IndexOf(value.GetString()!) : -1;
        if (symbol < 0)
            return $"{Show(value)} is no symbol of '{type.FullName}'; write {Choice(type.Symbols)}";
        output?.WriteLong(symbol);
        return null;
    }

    private static string Choice(IReadOnlyList<string> symbols) =>
        symbols.Count <= 5 ? string.Join(", ", symbols) : string.Join(", ", symbols.Take(5)) + ", ...";

    private static string? Text(JsonElement value, AvroWriter? output)
    {
        if (value.ValueKind != JsonValueKind.String)
            return $"{Show(value)} is no text; write it in quotes";
        output?.WriteString(value.GetString()!);
        return null;
    }

    private static string NameOf(AvroSchema schema) => TimeText.Forms(schema.LogicalType?.Kind) is null ? "whole number" : "time";
}
