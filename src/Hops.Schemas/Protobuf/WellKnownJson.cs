using System.Globalization;
using System.Text.Json;
using Hops.Schemas.Avro;
using Hops.Schemas.Json;

namespace Hops.Schemas.Protobuf;

/// <summary>
/// Messages that have a JSON of their own (protobuf.dev, "ProtoJSON"): times, durations, wrappers of a scalar and those that stand for any JSON. Others are objects of
/// their fields, as is one of such a name that somebody has given other fields.
/// </summary>
internal static class WellKnownJson
{
    /// <summary>Most seconds of a duration, of either sign (duration.proto).</summary>
    private const long DurationSecondsMax = 315_576_000_000;

    /// <summary>Seconds of the years 1 to 9999.</summary>
    private const long SecondsMin = -62_135_596_800;
    private const long SecondsMax = 253_402_300_799;
    private const int NanosPerSecond = 1_000_000_000;

    /// <summary>Fields of <c>google.protobuf.Value</c>, by the JSON that they stand for.</summary>
    private static readonly Dictionary<JsonValueKind, (string Field, string Type)> Kinds = new()
    {
        [JsonValueKind.Null] = ("null_value", "google.protobuf.NullValue"),
        [JsonValueKind.Number] = ("number_value", "double"),
        [JsonValueKind.String] = ("string_value", "string"),
        [JsonValueKind.True] = ("bool_value", "bool"),
        [JsonValueKind.False] = ("bool_value", "bool"),
        [JsonValueKind.Object] = ("struct_value", "google.protobuf.Struct"),
        [JsonValueKind.Array] = ("list_value", "google.protobuf.ListValue"),
    };

    /// <summary>The scalar of a wrapper (wrappers.proto); null if the message is none.</summary>
    public static ProtoField? Wrapped(ProtoMessage message) => message switch
    {
        {
            FullName: "google.protobuf.DoubleValue" or "google.protobuf.FloatValue" or "google.protobuf.Int64Value" or "google.protobuf.UInt64Value" or "google.protobuf.Int32Value"
                or "google.protobuf.UInt32Value" or "google.protobuf.BoolValue" or "google.protobuf.StringValue" or "google.protobuf.BytesValue",
            Fields: [{ Name: "value", Type: null, IsRepeated: false } field],
        } => field,
        _ => null,
    };

    /// <summary>The one field of a message that is an object (<c>google.protobuf.Struct</c>) or an array (<c>ListValue</c>) in JSON; null if it is neither.</summary>
    public static ProtoField? Contained(ProtoMessage message) => message switch
    {
        { FullName: "google.protobuf.Struct", Fields: [{ IsMap: true, Type: ProtoMessage } field] } when IsAny(field.Type) => field,
        { FullName: "google.protobuf.ListValue", Fields: [{ IsMap: false, IsRepeated: true, Type: ProtoMessage } field] } when IsAny(field.Type) => field,
        _ => null,
    };

    /// <summary>True for <c>google.protobuf.Value</c>, which is any JSON, null included.</summary>
    public static bool IsAny(ProtoType? type) => type is ProtoMessage { FullName: "google.protobuf.Value", Fields.Count: 6 } message
        && Kinds.Values.All(kind => message.ByName.TryGetValue(kind.Field, out var field) && field.OneOf is not null && (field.Type?.FullName ?? field.TypeName) == kind.Type);

    /// <summary>The field of <c>google.protobuf.Value</c> for a value.</summary>
    public static ProtoField FieldOf(ProtoMessage any, JsonValueKind kind) => any.ByName[Kinds[kind].Field];

    /// <summary>Writes a time or a duration in its own JSON.</summary>
    /// <returns>False if it is none, or its values are none of it.</returns>
    public static bool Write(Utf8JsonWriter json, ProtoMessage message, Dictionary<int, List<WireValue>> values)
    {
        var (seconds, nanos) = ((long)Number(values, 1), (int)Number(values, 2));
        switch (message.FullName)
        {
            case "google.protobuf.Timestamp" when seconds is >= SecondsMin and <= SecondsMax && nanos is >= 0 and < NanosPerSecond:
                json.WriteStringValue(DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture) + Fraction(nanos) + "Z");
                return true;
            case "google.protobuf.Duration" when Math.Abs((long)nanos) < NanosPerSecond && seconds != long.MinValue:
                var sign = seconds < 0 || nanos < 0 ? "-" : "";
                json.WriteStringValue(string.Create(CultureInfo.InvariantCulture, $"{sign}{Math.Abs(seconds)}{Fraction(Math.Abs(nanos))}s"));
                return true;
            default:
                return false;
        }
    }

    /// <summary>Reads the JSON of a time or a duration.</summary>
    /// <returns>False if the message is none, or the value is none of it; an object of its fields may be meant.</returns>
    public static bool TryRead(ProtoMessage message, JsonElement value, ProtoWriter output)
    {
        if (message.FullName is not ("google.protobuf.Timestamp" or "google.protobuf.Duration") || value.ValueKind != JsonValueKind.String)
            return false;
        var isTime = message.FullName == "google.protobuf.Timestamp";
        if (!(isTime ? TryTime(value.GetString()!, out var seconds, out var nanos) : TryDuration(value.GetString()!, out seconds, out nanos)))
            return false;
        if (seconds != 0)
            output.Number(1, seconds);
        if (nanos != 0)
            output.Number(2, nanos);
        return true;
    }

    private static bool TryTime(string text, out long seconds, out long nanos)
    {
        (seconds, nanos) = (0, 0);
        if (TimeText.TryParse(LogicalKind.TimestampNanos, text, out var units) is not null)
            return false;
        (seconds, nanos) = Math.DivRem(units, NanosPerSecond);
        if (nanos < 0)
            (seconds, nanos) = (seconds - 1, nanos + NanosPerSecond);
        return true;
    }

    private static bool TryDuration(string text, out long seconds, out long nanos)
    {
        (seconds, nanos) = (0, 0);
        if (!text.EndsWith('s') || !ExactNumber.TryParse(text.AsSpan(0, text.Length - 1), out var number) || number.FractionDigits > 9 || number.WholeDigits > 12)
            return false;
        var (whole, rest) = System.Numerics.BigInteger.DivRem(number.Unscaled(9), NanosPerSecond);
        (seconds, nanos) = ((long)whole, (long)rest);
        return Math.Abs(seconds) <= DurationSecondsMax;
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
