using System.Globalization;
using System.Text.Json;
using Hops.Schemas.Avro;
using Hops.Schemas.Json;

namespace Hops.Schemas.Protobuf;

/// <summary>Messages that have a JSON of their own (protobuf.dev, "ProtoJSON"): times and durations. Others are objects of their fields.</summary>
internal static class WellKnownJson
{
    /// <summary>Seconds of the years 1 to 9999.</summary>
    private const long SecondsMin = -62_135_596_800;
    private const long SecondsMax = 253_402_300_799;

    /// <summary>Writes a message in its own JSON.</summary>
    /// <returns>False if it has none, or its values are none of it.</returns>
    public static bool Write(Utf8JsonWriter json, ProtoMessage message, Dictionary<int, List<WireValue>> values)
    {
        var (seconds, nanos) = ((long)Number(values, 1), (int)Number(values, 2));
        switch (message.FullName)
        {
            case "google.protobuf.Timestamp" when seconds is >= SecondsMin and <= SecondsMax && nanos is >= 0 and < 1_000_000_000:
                json.WriteStringValue(DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture) + Fraction(nanos) + "Z");
                return true;
            case "google.protobuf.Duration" when Math.Abs((long)nanos) < 1_000_000_000 && seconds != long.MinValue:
                var sign = seconds < 0 || nanos < 0 ? "-" : "";
                json.WriteStringValue(string.Create(CultureInfo.InvariantCulture, $"{sign}{Math.Abs(seconds)}{Fraction(Math.Abs(nanos))}s"));
                return true;
            default:
                return false;
        }
    }

    /// <summary>Reads the JSON of a message that has one of its own.</summary>
    /// <returns>False if it has none, or the value is none of it; an object of its fields may be meant.</returns>
    public static bool TryRead(ProtoMessage message, JsonElement value, ProtoWriter output)
    {
        if (message.FullName is not ("google.protobuf.Timestamp" or "google.protobuf.Duration") || value.ValueKind != JsonValueKind.String)
            return false;
        var text = value.GetString()!;
        long units;
        if (message.FullName == "google.protobuf.Timestamp")
        {
            if (TimeText.TryParse(LogicalKind.TimestampNanos, text, out units) is not null)
                return false;
        }
        else if (!text.EndsWith('s') || !ExactNumber.TryParse(text.AsSpan(0, text.Length - 1), out var number) || number.FractionDigits > 9 || number.WholeDigits > 9)
        {
            return false;
        }
        else
        {
            units = (long)number.Unscaled(9);
        }

        var isTime = message.FullName == "google.protobuf.Timestamp";
        var (seconds, nanos) = Math.DivRem(units, 1_000_000_000);
        if (isTime && nanos < 0)
            (seconds, nanos) = (seconds - 1, nanos + 1_000_000_000);
        if (seconds != 0)
            output.Number(1, seconds);
        if (nanos != 0)
            output.Number(2, nanos);
        return true;
    }

    private static ulong Number(Dictionary<int, List<WireValue>> values, int number) => values.TryGetValue(number, out var all) ? all[^1].Number : 0;

    /// <summary>Digits behind the point: none, 3, 6 or 9.</summary>
    private static string Fraction(int nanos) => nanos switch
    {
        0 => "",
        _ when nanos % 1_000_000 == 0 => "." + (nanos / 1_000_000).ToString("D3", CultureInfo.InvariantCulture),
        _ when nanos % 1_000 == 0 => "." + (nanos / 1_000).ToString("D6", CultureInfo.InvariantCulture),
        _ => "." + nanos.ToString("D9", CultureInfo.InvariantCulture),
    };
}
