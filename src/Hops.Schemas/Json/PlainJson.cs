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
}
