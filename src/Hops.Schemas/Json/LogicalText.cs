using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Hops.Schemas.Avro;

namespace Hops.Schemas.Json;

/// <summary>Values of logical types as JSON that <see cref="PlainScalar"/> takes back: decimals with all their digits, times as ISO 8601.</summary>
internal static class LogicalText
{
    /// <summary>Writes days, or units of a time; as the number that it is where it stands for no time of the years 0001 to 9999.</summary>
    public static void Write(Utf8JsonWriter json, LogicalType? type, long value)
    {
        if (type != null && TimeText.Format(type.Kind, value) is { } text)
            json.WriteStringValue(text);
        else
            json.WriteNumberValue(value);
    }

    /// <summary>Writes the bytes of a decimal, UUID or duration; other bytes as characters U+0000 to U+00FF.</summary>
    public static void Write(Utf8JsonWriter json, LogicalType? type, ReadOnlySpan<byte> bytes) => json.WriteStringValue(type?.Kind switch
    {
        LogicalKind.Decimal => Decimal(bytes, type.Scale),
        LogicalKind.Uuid => new Guid(bytes, bigEndian: true).ToString("D", CultureInfo.InvariantCulture),
        LogicalKind.Duration => DurationText.Format(bytes),
        _ => Encoding.Latin1.GetString(bytes),
    });

    /// <summary>Writes a default of a schema, whose decimals and other bytes are texts of their bytes.</summary>
    public static void WriteDefault(Utf8JsonWriter json, AvroSchema schema, JsonElement value)
    {
        switch (schema.Kind)
        {
            case AvroKind.Int or AvroKind.Long:
                Write(json, schema.LogicalType, value.GetInt64());
                break;
            case AvroKind.Bytes or AvroKind.Fixed:
                Write(json, schema.LogicalType, Encoding.Latin1.GetBytes(value.GetString()!));
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }

    private static string Decimal(ReadOnlySpan<byte> bytes, int scale)
    {
        var unscaled = new BigInteger(bytes, isBigEndian: true);
        var digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        var text = scale == 0 ? digits : $"{digits[..^scale]}.{digits[^scale..]}";
        return unscaled.Sign < 0 ? "-" + text : text;
    }
}
