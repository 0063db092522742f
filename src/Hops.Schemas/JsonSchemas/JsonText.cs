using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hops.Schemas.Json;

namespace Hops.Schemas.JsonSchemas;

/// <summary>Prints JSON on one line.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>A value with its members in their order and its numbers as they were written.</summary>
    public static string Of(JsonElement value) => Print(value, isSorted: false);

    /// <summary>A value with members sorted by name: equal for texts that differ in arrangement only.</summary>
    public static string Sorted(JsonElement value) => Print(value, isSorted: true);

    /// <summary>A text that equal values share, in the sense of JSON Schema: <c>1</c> is <c>1.0</c>, and members have no order.</summary>
    public static string KeyOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when ExactNumber.TryParse(value.GetRawText(), out var number) => number.ToString(),
        JsonValueKind.Array => "[" + string.Join(',', value.EnumerateArray().Select(KeyOf)) + "]",
        JsonValueKind.Object => "{" + string.Join(
            ',', value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal).Select(member => JsonSerializer.Serialize(member.Name) + ":" + KeyOf(member.Value))) + "}",
        _ => Of(value),
    };

    private static string Print(JsonElement value, bool isSorted)
    {
        var output = new ArrayBufferWriter<byte>(1_024);
        using (var json = new Utf8JsonWriter(output, Options))
            Write(json, value, isSorted);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, JsonElement value, bool isSorted)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var member in isSorted ? value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal) : value.EnumerateObject().AsEnumerable())
                {
                    json.WritePropertyName(member.Name);
                    Write(json, member.Value, isSorted);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                    Write(json, item, isSorted);
                json.WriteEndArray();
                break;
            case JsonValueKind.Number:
                json.WriteRawValue(value.GetRawText(), skipInputValidation: true);
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }
}
