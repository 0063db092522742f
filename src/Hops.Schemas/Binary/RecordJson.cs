using System.Buffers;
using System.Text.Json;
using Hops.Core.Errors;
using Hops.Schemas.Avro;
using Hops.Schemas.Canonical;
using Hops.Schemas.Json;

namespace Hops.Schemas.Binary;

/// <summary>
/// Records as JSON and back (Avro specification, "JSON Encoding"): a value of a union is null or an object whose one member names the
/// branch; bytes and fixed are texts whose characters U+0000 to U+00FF are the bytes.
/// </summary>
public static class RecordJson
{
    /// <summary>Decodes one value, all of the bytes, into UTF-8 JSON.</summary>
    /// <param name="plan">How, from <see cref="DecodePlan"/>.</param>
    /// <param name="bytes">The value, without a header.</param>
    /// <exception cref="PlatformException"><c>UndecodableRecord</c> with the fact <c>position</c>; <c>TooLarge</c>.</exception>
    public static byte[] Decode(DecodeStep plan, ReadOnlySpan<byte> bytes) => Decode(plan, bytes, isPlain: false);

    internal static byte[] Decode(DecodeStep plan, ReadOnlySpan<byte> bytes, bool isPlain)
    {
        var output = new ArrayBufferWriter<byte>(bytes.Length * 2 + 64);
        using var json = new Utf8JsonWriter(output, SchemaPrinter.JsonOptions);
        var reader = new AvroReader(bytes);
        new JsonDecoder(json, isPlain).Value(plan, ref reader, 0);
        if (reader.Remaining > 0)
            throw reader.Undecodable("bytes follow after the value");
        json.Flush();
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Encodes one JSON value. A value of a union may be bare where only one branch takes it; absent fields take their defaults.</summary>
    /// <param name="schema">Its type.</param>
    /// <param name="json">The value.</param>
    /// <param name="output">Receives the bytes, without a header.</param>
    /// <exception cref="PlatformException"><c>InvalidArgument</c> with the fact <c>pointer</c>.</exception>
    public static void Encode(AvroSchema schema, string json, IBufferWriter<byte> output)
    {
        var value = JsonInput.Parse(json, DecodeLimits.JsonLengthBytesMax, AvroLimits.JsonDepthMax, ErrorCode.InvalidArgument);
        new JsonEncoder(new AvroWriter(output), isDefault: false).Value(schema, value, "");
    }
}
