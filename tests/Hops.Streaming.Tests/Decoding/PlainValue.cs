using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Avro.Generic;
using Hops.Schemas.Avro;

namespace Hops.Streaming.Tests.Decoding;

/// <summary>One spelling for a value, whichever of the three decoders it comes from.</summary>
internal static class PlainValue
{
    /// <summary>Of what Apache.Avro decoded, under the schema without its logical types.</summary>
    public static string OfApache(AvroSchema schema, object? value) => (schema, value) switch
    {
        (_, null) => "null",
        (AvroUnion union, _) => OfApache(BranchOf(union, value), value),
        (AvroRecord record, GenericRecord fields) => Record(record, field => OfApache(field.Schema, fields.GetValue(field.Position))),
        (AvroArray array, System.Collections.IEnumerable items) => List(items.Cast<object?>().Select(item => OfApache(array.Items, item))),
        (AvroMap map, IDictionary<string, object> entries) => Map(entries.Select(entry => (entry.Key, OfApache(map.Values, entry.Value)))),
        (_, GenericEnum symbol) => symbol.Value,
        (_, GenericFixed bytes) => Convert.ToHexStringLower(bytes.Value),
        (_, byte[] bytes) when schema.LogicalType is { Kind: LogicalKind.Decimal } type => Decimal(bytes, type.Scale),
        (_, byte[] bytes) => Convert.ToHexStringLower(bytes),
        (_, bool flag) => flag ? "true" : "false",
        (_, int number) => Number(schema, number),
        (_, long number) => Number(schema, number),
        (_, float or double) => ((IFormattable)value).ToString("R", CultureInfo.InvariantCulture),
        _ => (string)value,
    };

    /// <summary>Of Avro's JSON encoding.</summary>
    public static string OfRecordJson(AvroSchema schema, JsonElement json) => (schema, json.ValueKind) switch
    {
        (_, JsonValueKind.Null) => "null",
        (AvroUnion union, _) => json.EnumerateObject().Single() is var tagged
            ? OfRecordJson(union.Branches.Single(branch => branch.TypeName == tagged.Name), tagged.Value)
            : "",
        (AvroRecord record, _) => Record(record, field => OfRecordJson(field.Schema, json.GetProperty(field.Name))),
        (AvroArray array, _) => List(json.EnumerateArray().Select(item => OfRecordJson(array.Items, item))),
        (AvroMap map, _) => Map(json.EnumerateObject().Select(entry => (entry.Name, OfRecordJson(map.Values, entry.Value)))),
        (AvroFixed, _) => Hex(json),
        _ when schema.Kind == AvroKind.Bytes && schema.LogicalType is { Kind: LogicalKind.Decimal } type => Decimal(Latin(json), type.Scale),
        _ when schema.Kind == AvroKind.Bytes => Hex(json),
        _ when schema.Kind is AvroKind.Int or AvroKind.Long => Number(schema, json.GetInt64()),
        _ => Scalar(schema, json),
    };

    /// <summary>Of a cell of DuckDB.</summary>
    public static string OfCell(AvroSchema schema, JsonElement json) => (schema, json.ValueKind) switch
    {
        (_, JsonValueKind.Null) => "null",
        (AvroUnion union, _) => OfMember([.. union.Branches.Where(branch => branch.Kind != AvroKind.Null)], json),
        (AvroRecord record, _) => Record(record, field => OfCell(field.Schema, json.GetProperty(field.Name))),
        (AvroArray array, _) => List(json.EnumerateArray().Select(item => OfCell(array.Items, item))),
        (AvroMap map, _) => Map(json.EnumerateArray().Select(entry => (entry.GetProperty("key").GetString()!, OfCell(map.Values, entry.GetProperty("value"))))),
        (AvroFixed, _) => Convert.ToHexStringLower(json.GetBytesFromBase64()),
        _ when schema.Kind == AvroKind.Bytes && schema.LogicalType is null => Convert.ToHexStringLower(json.GetBytesFromBase64()),
        _ => Scalar(schema, json),
    };

    private static string OfMember(AvroSchema[] values, JsonElement json)
    {
        if (values.Length == 1)
            return OfCell(values[0], json);
        var members = json.EnumerateObject().Select((member, index) => (member.Value, index)).Where(member => member.Value.ValueKind != JsonValueKind.Null).ToArray();
        return members.Length == 0 ? "null" : OfCell(values[members.Single().index], members.Single().Value);
    }

    private static string Scalar(AvroSchema schema, JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Number when schema.Kind == AvroKind.Float => json.GetSingle().ToString("R", CultureInfo.InvariantCulture),
        JsonValueKind.Number when schema.Kind == AvroKind.Double => json.GetDouble().ToString("R", CultureInfo.InvariantCulture),
        JsonValueKind.Number => json.GetRawText(),
        _ => json.GetString()!.TrimEnd('Z'),
    };

    /// <summary>A number of a time as the column of its type says it.</summary>
    private static string Number(AvroSchema schema, long number) => schema.LogicalType?.Kind switch
    {
        LogicalKind.Date => Time(number * 86_400_000_000)[..10],
        LogicalKind.TimeMillis => Trimmed(Time(number * 1000)[11..]),
        LogicalKind.TimeMicros => Trimmed(Time(number)[11..]),
        LogicalKind.TimestampMillis or LogicalKind.LocalTimestampMillis => Time(number * 1000),
        LogicalKind.TimestampMicros or LogicalKind.LocalTimestampMicros => Time(number),
        _ => number.ToString(CultureInfo.InvariantCulture),
    };

    private static string Time(long micros) => DateTime.UnixEpoch.AddTicks(micros * 10) is var time && micros % 1_000_000 == 0
        ? time.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture)
        : time.ToString("yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture);

    /// <summary>A time of day is stored as a text without zeros at its end.</summary>
    private static string Trimmed(string time) => time.Contains('.', StringComparison.Ordinal) ? time.TrimEnd('0') : time;

    private static string Decimal(byte[] bytes, int scale)
    {
        var unscaled = new BigInteger(bytes, isUnsigned: false, isBigEndian: true);
        var digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return (unscaled.Sign < 0 ? "-" : "") + (scale == 0 ? digits : digits[..^scale] + "." + digits[^scale..]);
    }

    private static AvroSchema BranchOf(AvroUnion union, object value) => union.Branches.First(branch => (branch.Kind, value) switch
    {
        (AvroKind.Boolean, bool) or (AvroKind.Int, int) or (AvroKind.Long, long) or (AvroKind.Float, float) or (AvroKind.Double, double)
            or (AvroKind.Bytes, byte[]) or (AvroKind.String, string) or (AvroKind.Enum, GenericEnum) or (AvroKind.Fixed, GenericFixed)
            or (AvroKind.Map, System.Collections.IDictionary) or (AvroKind.Array, object[]) or (AvroKind.Record, GenericRecord) => true,
        _ => false,
    });

    private static string Record(AvroRecord record, Func<AvroField, string> value) =>
        "{" + string.Join(", ", record.Fields.Select(field => $"{field.Name}: {value(field)}")) + "}";

    private static string List(IEnumerable<string> items) => "[" + string.Join(", ", items) + "]";

    private static string Map(IEnumerable<(string Key, string Value)> entries) =>
        "(" + string.Join(", ", entries.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}: {entry.Value}")) + ")";

    private static byte[] Latin(JsonElement json) => System.Text.Encoding.Latin1.GetBytes(json.GetString()!);

    private static string Hex(JsonElement json) => Convert.ToHexStringLower(Latin(json));
}
