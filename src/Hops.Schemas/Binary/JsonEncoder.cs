using System.Text;
using System.Text.Json;
using Hops.Core.Errors;
using Hops.Schemas.Avro;

namespace Hops.Schemas.Binary;

/// <summary>Walks a JSON value of Avro's own encoding, or a default of a schema, along a schema and writes Avro.</summary>
internal readonly struct JsonEncoder
{
    private readonly AvroWriter _output;
    private readonly bool _isDefault;

    /// <param name="output">Receives the bytes.</param>
    /// <param name="isDefault">True for a default, whose values of unions name no branch.</param>
    public JsonEncoder(AvroWriter output, bool isDefault) => (_output, _isDefault) = (output, isDefault);

    public void Value(AvroSchema schema, JsonElement value, string pointer)
    {
        switch (schema)
        {
            case AvroPrimitive:
                Primitive(schema, value, pointer);
                break;
            case AvroEnum type:
                var symbol = type.IndexOf(Text(value, pointer));
                _output.WriteLong(symbol >= 0 ? symbol : throw Wrong(pointer, $"'{type.FullName}' has no such symbol"));
                break;
            case AvroFixed type:
                var bytes = ByteText(value, pointer);
                if (bytes.Length != type.LengthBytes)
                    throw Wrong(pointer, $"'{type.FullName}' has {type.LengthBytes} bytes");
                _output.WriteFixed(bytes);
                break;
            case AvroRecord record:
                Record(record, value, pointer);
                break;
            case AvroArray array:
                Items(array, value, pointer);
                break;
            case AvroMap map:
                Entries(map, value, pointer);
                break;
            case AvroUnion union:
                Union(union, value, pointer);
                break;
        }
    }

    private void Record(AvroRecord record, JsonElement value, string pointer)
    {
        if (value.ValueKind != JsonValueKind.Object)
            throw Wrong(pointer, $"an object is expected for '{record.FullName}'");
        foreach (var property in value.EnumerateObject())
        {
            if (record.FindField(property.Name) == null)
                throw Wrong($"{pointer}/{property.Name}", $"'{record.FullName}' has no such field");
        }
        foreach (var field in record.Fields)
        {
            var isGiven = value.TryGetProperty(field.Name, out var part);
            if (!isGiven && !field.HasDefault)
                throw Wrong($"{pointer}/{field.Name}", "the field is missing and has no default");
            if (isGiven)
                Value(field.Schema, part, $"{pointer}/{field.Name}");
            else
                new JsonEncoder(_output, isDefault: true).Value(field.Schema, field.Default, $"{pointer}/{field.Name}");
        }
    }

    private void Items(AvroArray array, JsonElement value, string pointer)
    {
        if (value.ValueKind != JsonValueKind.Array)
            throw Wrong(pointer, "an array is expected");
        var count = value.GetArrayLength();
        if (count > 0)
            _output.WriteLong(count);
        foreach (var item in value.EnumerateArray())
            Value(array.Items, item, pointer + "/-");
        _output.WriteLong(0);
    }

    private void Entries(AvroMap map, JsonElement value, string pointer)
    {
        if (value.ValueKind != JsonValueKind.Object)
            throw Wrong(pointer, "an object is expected");
        var count = value.GetPropertyCount();
        if (count > 0)
            _output.WriteLong(count);
        foreach (var entry in value.EnumerateObject())
        {
            _output.WriteString(entry.Name);
            Value(map.Values, entry.Value, $"{pointer}/{entry.Name}");
        }
        _output.WriteLong(0);
    }

    private void Union(AvroUnion union, JsonElement value, string pointer)
    {
        if (!_isDefault && value.ValueKind == JsonValueKind.Object && value.GetPropertyCount() == 1)
        {
            var tagged = value.EnumerateObject().First();
            for (var index = 0; index < union.Branches.Count; index++)
            {
                if (union.Branches[index].TypeName != tagged.Name)
                    continue;
                _output.WriteLong(index);
                Value(union.Branches[index], tagged.Value, $"{pointer}/{tagged.Name}");
                return;
            }
        }
        var branch = DefaultRules.BranchOf(union, value);
        if (branch < 0)
            throw Wrong(pointer, "no branch of the union takes the value; name one, as in {\"string\": \"a\"}");
        _output.WriteLong(branch);
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
                _output.WriteBoolean(value.GetBoolean());
                break;
            case AvroKind.Int when isNumber && value.TryGetInt32(out var number):
                _output.WriteLong(number);
                break;
            case AvroKind.Long when isNumber && value.TryGetInt64(out var number):
                _output.WriteLong(number);
                break;
            case AvroKind.Float:
                var real = Real(value, pointer);
                _output.WriteFloat(float.IsFinite((float)real) || !double.IsFinite(real) ? (float)real : throw Wrong(pointer, "the value is out of the range of float"));
                break;
            case AvroKind.Double:
                _output.WriteDouble(Real(value, pointer));
                break;
            case AvroKind.Bytes:
                _output.WriteBytes(ByteText(value, pointer));
                break;
            case AvroKind.String:
                _output.WriteString(Text(value, pointer));
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

    /// <summary>The refusal of the value at a place.</summary>
    public static PlatformException Wrong(string pointer, string reason) =>
        new PlatformException(ErrorCode.InvalidArgument, $"The value at {(pointer.Length == 0 ? "its root" : pointer)} does not fit: {reason}.")
            .With("pointer", pointer);
}
