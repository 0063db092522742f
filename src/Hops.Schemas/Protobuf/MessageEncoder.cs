using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Hops.Core.Errors;
using Hops.Schemas.Json;

namespace Hops.Schemas.Protobuf;

/// <summary>
/// Encodes JSON (protobuf.dev, "ProtoJSON") as the first message of a file: fields under their names or those of JSON, numbers as numbers or texts, enums by name or
/// number, bytes in base64, what has a JSON of its own by that (<see cref="WellKnownJson"/>). A null is an absent field. A member that no field has is refused.
/// </summary>
internal static class MessageEncoder
{
    /// <exception cref="PlatformException"><c>InvalidArgument</c> with the fact <c>pointer</c>.</exception>
    public static void Encode(ProtoFile file, JsonElement value, IBufferWriter<byte> output)
    {
        var message = file.Messages.FirstOrDefault() ?? throw new PlatformException(ErrorCode.InvalidArgument, "The schema has no message: there is nothing that a value could be.");
        // The byte 0 stands for the first message.
        output.Write([(byte)0]);
        output.Write(Message(message, value, "", 0));
    }

    private static byte[] Message(ProtoMessage message, JsonElement value, string pointer, int depth)
    {
        if (depth > ProtobufLimits.DepthMax)
            throw Misfit(pointer, $"messages lie more than {ProtobufLimits.DepthMax} deep inside one another");
        var output = new ProtoWriter();
        if (WellKnownJson.TryRead(message, value, output) || Plain(output, message, value, pointer, depth))
            return output.Written.ToArray();
        if (value.ValueKind != JsonValueKind.Object)
            throw Misfit(pointer, $"an object is expected, of the fields of '{message.FullName}', not {PlainJson.Show(value)}");
        var members = new Dictionary<ProtoField, JsonElement>(ReferenceEqualityComparer.Instance);
        foreach (var member in value.EnumerateObject())
        {
            if (!message.ByName.TryGetValue(member.Name, out var field))
                throw Misfit(pointer, $"'{message.FullName}' has no field '{member.Name}'");
            if ((member.Value.ValueKind != JsonValueKind.Null || WellKnownJson.IsAny(field.Type)) && !members.TryAdd(field, member.Value))
                throw Misfit(pointer, $"the field '{field.Name}' is there twice");
        }

        foreach (var group in members.Keys.Where(field => field.OneOf is not null).GroupBy(field => field.OneOf!, ReferenceEqualityComparer.Instance))
        {
            if (group.Count() > 1)
                throw Misfit(pointer, $"of the fields {string.Join(", ", group.Select(field => field.Name))} one may be there");
        }

        foreach (var field in message.Fields)
        {
            if (members.TryGetValue(field, out var member))
                Field(output, field, member, $"{pointer}/{field.Name}", depth);
            else if (field.Label == ProtoLabel.Required)
                throw Misfit(pointer, $"the field '{field.Name}' is required");
        }

        return output.Written.ToArray();
    }

    /// <summary>Writes the message for which a value stands: the one of a scalar, an object, an array, any JSON.</summary>
    /// <returns>False if it is an object of its fields.</returns>
    private static bool Plain(ProtoWriter output, ProtoMessage message, JsonElement value, string pointer, int depth)
    {
        if (WellKnownJson.IsAny(message))
            Value(output, WellKnownJson.FieldOf(message, value.ValueKind), value, pointer, depth);
        else if (WellKnownJson.Wrapped(message) is { } scalar && value.ValueKind != JsonValueKind.Object)
            Value(output, scalar, value, pointer, depth);
        else if (WellKnownJson.Contained(message) is { } parts)
            Field(output, parts, value, pointer, depth);
        else
            return false;
        return true;
    }

    private static void Field(ProtoWriter output, ProtoField field, JsonElement value, string pointer, int depth)
    {
        if (field.IsMap)
        {
            Map(output, field, value, pointer, depth);
        }
        else if (!field.IsRepeated)
        {
            Value(output, field, value, pointer, depth);
        }
        else if (value.ValueKind != JsonValueKind.Array)
        {
            throw Misfit(pointer, $"an array is expected, not {PlainJson.Show(value)}");
        }
        else
        {
            var index = 0;
            foreach (var item in value.EnumerateArray())
                Value(output, field, item, string.Create(CultureInfo.InvariantCulture, $"{pointer}/{index++}"), depth);
        }
    }

    private static void Map(ProtoWriter output, ProtoField field, JsonElement value, string pointer, int depth)
    {
        if (value.ValueKind != JsonValueKind.Object)
            throw Misfit(pointer, $"an object is expected, not {PlainJson.Show(value)}");
        var (key, inner) = ProtoEntries.Of(field);
        foreach (var member in value.EnumerateObject())
        {
            var place = $"{pointer}/{member.Name}";
            output.Message(field.Number, entry =>
            {
                Value(entry, key, key.TypeName == "bool" && member.Name is "true" or "false" ? JsonSerializer.SerializeToElement(member.Name == "true") : JsonSerializer.SerializeToElement(member.Name), place, depth);
                Value(entry, inner, member.Value, place, depth);
            });
        }
    }

    private static void Value(ProtoWriter output, ProtoField field, JsonElement value, string pointer, int depth)
    {
        var wireType = MessageDecoder.WireTypeOf(field);
        if (field.Type is ProtoMessage message)
        {
            var bytes = Message(message, value, pointer, depth + 1);
            if (!field.IsGroup)
            {
                output.Bytes(field.Number, bytes);
                return;
            }

            output.Tag(field.Number, 3);
            output.Raw(bytes);
            output.Tag(field.Number, 4);
            return;
        }

        if (wireType == 2)
        {
            output.Bytes(field.Number, field.TypeName == "string" ? Text(value, pointer) : Bytes(value, pointer));
            return;
        }

        var number = field.Type is ProtoEnum type ? Enum(type, value, pointer) : Number(field.TypeName, value, pointer);
        output.Tag(field.Number, wireType);
        if (wireType == 0)
            output.Varint(number);
        else if (wireType == 1)
            output.Fixed64(number);
        else
            output.Fixed32((uint)number);
    }

    private static byte[] Text(JsonElement value, string pointer) =>
        value.ValueKind == JsonValueKind.String ? Encoding.UTF8.GetBytes(value.GetString()!) : throw Misfit(pointer, $"a text is expected, not {PlainJson.Show(value)}");

    private static byte[] Bytes(JsonElement value, string pointer) =>
        value.ValueKind == JsonValueKind.String && value.TryGetBytesFromBase64(out var bytes) ? bytes : throw Misfit(pointer, $"bytes in base64 are expected, not {PlainJson.Show(value)}");

    private static ulong Enum(ProtoEnum type, JsonElement value, string pointer)
    {
        if (value.ValueKind == JsonValueKind.Null && type.FullName == "google.protobuf.NullValue")
            return 0;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number))
            return (ulong)(long)number;
        return value.ValueKind == JsonValueKind.String && type.ByName.TryGetValue(value.GetString()!, out var known) ? (ulong)(long)known.Number : throw Misfit(pointer, $"{PlainJson.Show(value)} is no value of '{type.FullName}'");
    }

    /// <summary>The bits of a scalar that is no text.</summary>
    private static ulong Number(string type, JsonElement value, string pointer)
    {
        if (type == "bool")
            return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() ? 1UL : 0 : throw Misfit(pointer, $"true or false is expected, not {PlainJson.Show(value)}");
        var text = value.ValueKind switch { JsonValueKind.String => value.GetString()!, JsonValueKind.Number => value.GetRawText(), _ => "" };
        if (type is "double" or "float")
        {
            var isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real);
            if (!isNumber || (!double.IsFinite(real) && text is not ("NaN" or "Infinity" or "-Infinity")) || (type == "float" && double.IsFinite(real) && !float.IsFinite((float)real)))
                throw Misfit(pointer, $"a number of type {type} is expected, not {PlainJson.Show(value)}");
            return type == "double" ? BitConverter.DoubleToUInt64Bits(real) : BitConverter.SingleToUInt32Bits((float)real);
        }

        if (!ExactNumber.TryParse(text, out var exact) || exact.FractionDigits > 0 || exact.WholeDigits > 20)
            throw Misfit(pointer, $"a whole number is expected, not {PlainJson.Show(value)}");
        var whole = exact.Unscaled(0);
        var (least, most) = type switch
        {
            "int32" or "sint32" or "sfixed32" => (int.MinValue, int.MaxValue),
            "uint32" or "fixed32" => (0, uint.MaxValue),
            "uint64" or "fixed64" => (0, ulong.MaxValue),
            _ => ((System.Numerics.BigInteger)long.MinValue, (System.Numerics.BigInteger)long.MaxValue),
        };
        if (whole < least || whole > most)
            throw Misfit(pointer, $"{PlainJson.Show(value)} is no number of type {type}");
        return type switch
        {
            "uint64" or "fixed64" or "uint32" or "fixed32" => (ulong)whole,
            "sint32" or "sint64" => ZigZag((long)whole),
            _ => (ulong)(long)whole,
        };
    }

    private static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));

    private static PlatformException Misfit(string pointer, string reason) =>
        new PlatformException(ErrorCode.InvalidArgument, $"The value does not fit its schema at {(pointer.Length == 0 ? "its root" : pointer)}: {reason}.").With("pointer", pointer);
}
