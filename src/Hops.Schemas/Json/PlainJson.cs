using System.Buffers;
using System.Text.Json;
using Hops.Core.Errors;
using Hops.Schemas.Avro;
using Hops.Schemas.Binary;
using Hops.Schemas.Canonical;

namespace Hops.Schemas.Json;

/// <summary>
/// Records as people write JSON, and back. Unlike Avro's own JSON encoding (<see cref="RecordJson"/>) a value of a union names its branch only
/// where another could be meant; an absent or null field stands for its default, or for null where its type has it. Values of logical types
/// are what they mean: dates, times and durations ISO 8601 texts, decimals and UUIDs texts; a number may be a number or a text of it. What
/// does not fit exactly is refused. Other bytes and fixed are texts whose characters U+0000 to U+00FF are the bytes. Whatever is decoded is
/// encoded to the same bytes again.
/// </summary>
public static class PlainJson
{
    /// <summary>Reads one JSON value.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>; <c>TooLarge</c>.</exception>
    public static JsonElement Parse(string text) =>
        JsonInput.Parse(text, DecodeLimits.JsonLengthBytesMax, AvroLimits.JsonDepthMax, ErrorCode.InvalidArgument);

    /// <summary>Reads one JSON value.</summary>
    /// <param name="text">UTF-8, which is checked.</param>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>; <c>TooLarge</c>.</exception>
    public static JsonElement Parse(ReadOnlySpan<byte> text) =>
        JsonInput.Parse(text, DecodeLimits.JsonLengthBytesMax, AvroLimits.JsonDepthMax, ErrorCode.InvalidArgument);

    /// <summary>Encodes one value.</summary>
    /// <param name="schema">Its type.</param>
    /// <param name="value">The value.</param>
    /// <param name="output">Receives the bytes, without a header.</param>
    /// <exception cref="PlatformException"><c>InvalidArgument</c> with the fact <c>pointer</c>; <c>TooLarge</c>: too many branches of unions to try.</exception>
    public static void Encode(AvroSchema schema, JsonElement value, IBufferWriter<byte> output) =>
        new PlainEncoder(new AvroWriter(output)).Value(schema, value, "");

    /// <summary>Decodes one value, all of the bytes, into UTF-8 JSON on one line.</summary>
    /// <param name="plan">How, from <see cref="DecodePlan"/>.</param>
    /// <param name="bytes">The value, without a header.</param>
    /// <exception cref="PlatformException"><c>UndecodableRecord</c> with the fact <c>position</c>; <c>TooLarge</c>.</exception>
    public static byte[] Decode(DecodeStep plan, ReadOnlySpan<byte> bytes) => RecordJson.Decode(plan, bytes, isPlain: true);

    /// <summary>True if values of a type are dates or times since 1970, perhaps absent.</summary>
    public static bool IsTime(AvroSchema schema) => Present(schema).LogicalType?.Kind is LogicalKind.Date or LogicalKind.TimestampMillis
        or LogicalKind.TimestampMicros or LogicalKind.TimestampNanos
        or LogicalKind.LocalTimestampMillis or LogicalKind.LocalTimestampMicros or LogicalKind.LocalTimestampNanos;

    /// <summary>Milliseconds since 1970 of a value, rounded down; null if it is no value of the type, or the type is none of time.</summary>
    public static long? Millis(AvroSchema schema, JsonElement value)
    {
        if (!IsTime(schema))
            return null;
        var bytes = new ArrayBufferWriter<byte>(10);
        if (PlainScalar.Write(Present(schema), value, new AvroWriter(bytes)) is not null)
            return null;
        var number = new AvroReader(bytes.WrittenSpan).ReadLong();
        return Present(schema).LogicalType!.Kind switch
        {
            LogicalKind.Date => number * 86_400_000,
            LogicalKind.TimestampMicros or LogicalKind.LocalTimestampMicros => (long)Math.Floor((decimal)number / 1_000),
            LogicalKind.TimestampNanos or LogicalKind.LocalTimestampNanos => (long)Math.Floor((decimal)number / 1_000_000),
            _ => number,
        };
    }

    /// <summary>True if a text is a value of a kind of time, exactly.</summary>
    public static bool IsText(LogicalKind kind, string text) => TimeText.Forms(kind) != null && TimeText.TryParse(kind, text, out _) is null;

    /// <summary>A value for a message: a text in quotes and cut where it is long.</summary>
    public static string Show(JsonElement value) => PlainScalar.Show(value);

    private static AvroSchema Present(AvroSchema schema) =>
        schema is AvroUnion { Branches.Count: 2, NullIndex: >= 0 and var nothing } union ? union.Branches[1 - nothing] : schema;
}
