using System.Text;
using Hops.Core.Errors;
using Hops.Schemas.Binary;
using Hops.Schemas.Json;

namespace Hops.Schemas.JsonSchemas;

/// <summary>Payloads under a JSON Schema: the JSON itself.</summary>
internal static class JsonPayload
{
    /// <summary>The JSON of a payload on one line.</summary>
    /// <exception cref="PlatformException"><c>UndecodableRecord</c>: it is none; <c>TooLarge</c>.</exception>
    public static byte[] Decode(ReadOnlySpan<byte> payload) => Encoding.UTF8.GetBytes(JsonText.Of(
        JsonInput.Parse(payload, DecodeLimits.JsonLengthBytesMax, JsonSchemaLimits.JsonDepthMax, ErrorCode.UndecodableRecord)));
}
