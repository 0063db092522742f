using System.Text;
using System.Text.Json;
using Hops.Schemas.Avro;

namespace Hops.Schemas.Binary;

/// <summary>Walks a JSON value of Avro's own encoding, or a default of a schema.</summary>
internal sealed class JsonEncoder : JsonWalk
{
    private readonly bool _isDefault;

    /// <param name="output">Receives the bytes.</param>
    /// <param name="isDefault">True for a default, whose values of unions name no branch.</param>
    public JsonEncoder(AvroWriter output, bool isDefault)
        : base(output) => _isDefault = isDefault;

    protected override void Scalar(AvroSchema schema, JsonElement value, string pointer)
    {
        switch (schema)
        {
            case AvroEnum type:
                var symbol = type.IndexOf(Text(value, pointer));
                Output.WriteLong(symbol >= 0 ? symbol : throw Wrong(pointer, $"'{type.FullName}' has no such symbol"));
                break;
            case AvroFixed type:
                var bytes = ByteText(value, pointer);
                if (bytes.Length != type.LengthBytes)
                    throw Wrong(pointer, $"'{type.FullName}' has {type.LengthBytes} bytes");
                Output.WriteFixed(bytes);
                break;
            default:
                Primitive(schema, value, pointer);
                break;
        }
    }

    protected override void Union(AvroUnion union, JsonElement value, string pointer)
    {
        if (!_isDefault && value.ValueKind == JsonValueKind.Object && value.GetPropertyCount() == 1)
        {
            var tagged = value.EnumerateObject().First();
            for (var index = 0; index < union.Branches.Count; index++)
            {
                if (union.Branches[index].TypeName != tagged.Name)
                    continue;
                Output.WriteLong(index);
                Value(union.Branches[index], tagged.Value, $"{pointer}/{tagged.Name}");
                return;
            }
        }
        var branch = DefaultRules.BranchOf(union, value);
        if (branch < 0)
            throw Wrong(pointer, "no branch of the union takes the value; name one, as in {\"string\": \"a\"}");
        Output.WriteLong(branch);
        Value(union.Branches[branch], value, pointer);
    }

    private void Primitive(AvroSchema schema, JsonElement value, string pointer)
    {
        var kind = schema.Kind;
        var isNumber = value.ValueKind == JsonValueKind.Number;
        switch (kind)
        {
            case AvroKind.Null when value.ValueKind == JsonValueKind.Null:
                break;
            case AvroKind.Boolean when value.ValueKind is JsonValueKind.True or JsonValueKind.False:
                Output.WriteBoolean(value.GetBoolean());
                break;
            case AvroKind.Int when isNumber && value.TryGetInt32(out var number):
                Output.WriteLong(number);
                break;
            case AvroKind.Long when isNumber && value.TryGetInt64(out var number):
                Output.WriteLong(number);
                break;
            case AvroKind.Float:
                var real = Real(value, pointer);
                Output.WriteFloat(float.IsFinite((float)real) || !double.IsFinite(real) ? (float)real : throw Wrong(pointer, "the value is out of the range of float"));
                break;
            case AvroKind.Double:
                Output.WriteDouble(Real(value, pointer));
                break;
            case AvroKind.Bytes:
                Output.WriteBytes(ByteText(value, pointer));
                break;
            case AvroKind.String:
                Output.WriteString(Text(value, pointer));
                break;
            default:
                throw Wrong(pointer, $"the value is no {AvroKinds.NameOf(kind)}");
        }
    }

    private static double Real(JsonElement value, string pointer) => value.ValueKind switch
    {
        JsonValueKind.Number => double.IsFinite(value.GetDouble()) ? value.GetDouble() : throw Wrong(pointer, "the value is out of the range of double"),
        JsonValueKind.String => value.GetString() switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => throw Wrong(pointer, "the value is no number"),
        },
        _ => throw Wrong(pointer, "the value is no number"),
    };

    private static string Text(JsonElement value, string pointer) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Wrong(pointer, "a text is expected");

    private static byte[] ByteText(JsonElement value, string pointer)
    {
        var text = Text(value, pointer);
        return text.AsSpan().ContainsAnyExceptInRange('\u0000', '\u00ff')
            ? throw Wrong(pointer, "bytes are a text of characters up to U+00FF")
            : Encoding.Latin1.GetBytes(text);
    }
}
