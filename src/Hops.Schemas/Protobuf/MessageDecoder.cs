using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hops.Core.Errors;
using Hops.Schemas.Binary;

namespace Hops.Schemas.Protobuf;

/// <summary>
/// Decodes messages into JSON (protobuf.dev, "ProtoJSON"): fields under the names of the text, numbers of 64 bits as texts, bytes in base64, enums by name. Fields
/// that are not there and have no presence are left out, as are those that the schema does not know.
/// </summary>
internal sealed class MessageDecoder
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private readonly Utf8JsonWriter _json;

    private MessageDecoder(Utf8JsonWriter json) => _json = json;

    /// <exception cref="PlatformException"><c>UndecodableRecord</c>; <c>TooLarge</c>.</exception>
    public static byte[] Decode(ProtoFile file, ReadOnlySpan<byte> payload)
    {
        var (message, position) = MessageIndexes.Read(file, payload);
        return Decode(message, payload[position..]);
    }

    /// <exception cref="PlatformException"><c>UndecodableRecord</c>; <c>TooLarge</c>.</exception>
    public static byte[] Decode(ProtoMessage message, ReadOnlySpan<byte> bytes)
    {
        var output = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(output, Options))
            new MessageDecoder(json).Message(message, bytes, 0);
        return output.WrittenSpan.ToArray();
    }

    private void Message(ProtoMessage message, ReadOnlySpan<byte> bytes, int depth)
    {
        if (depth > ProtobufLimits.DepthMax)
            throw new PlatformException(ErrorCode.UndecodableRecord, $"Messages lie more than {ProtobufLimits.DepthMax} deep inside one another.");
        if (_json.BytesCommitted + _json.BytesPending > DecodeLimits.JsonLengthBytesMax)
            throw new PlatformException(ErrorCode.TooLarge, $"The value has more than {DecodeLimits.JsonLengthBytesMax} bytes as JSON.");
        var values = Collect(message, bytes);
        if (WellKnownJson.Write(_json, message, values) || Plain(message, values, depth))
            return;
        _json.WriteStartObject();
        foreach (var field in message.Fields)
        {
            if (!values.TryGetValue(field.Number, out var all))
                continue;
            _json.WritePropertyName(field.Name);
            if (field.IsMap)
                Map(field, all, depth);
            else if (field.IsRepeated)
                List(field, all, depth);
            else
                Value(field, Last(field, all), depth);
        }

        _json.WriteEndObject();
    }

    /// <summary>Writes the message as what it stands for: a scalar, an object, an array, any JSON.</summary>
    /// <returns>False if it stands for itself.</returns>
    private bool Plain(ProtoMessage message, Dictionary<int, List<WireValue>> values, int depth)
    {
        if (WellKnownJson.IsAny(message))
        {
            if (message.Fields.Find(field => values.ContainsKey(field.Number)) is { } kind)
                Value(kind, Last(kind, values[kind.Number]), depth);
            else
                _json.WriteNullValue();
        }
        else if (WellKnownJson.Wrapped(message) is { } scalar)
        {
            Value(scalar, values.TryGetValue(scalar.Number, out var all) ? Last(scalar, all) : new WireValue(0, []), depth);
        }
        else if (WellKnownJson.Contained(message) is not { } parts)
        {
            return false;
        }
        else if (parts.IsMap)
        {
            Map(parts, values.GetValueOrDefault(parts.Number) ?? [], depth);
        }
        else
        {
            List(parts, values.GetValueOrDefault(parts.Number) ?? [], depth);
        }

        return true;
    }

    /// <summary>Values by number, each as its own bytes, so that they can be written in the order of the schema.</summary>
    private static Dictionary<int, List<WireValue>> Collect(ProtoMessage message, ReadOnlySpan<byte> bytes)
    {
        var values = new Dictionary<int, List<WireValue>>();
        var chosen = new Dictionary<ProtoOneOf, int>(ReferenceEqualityComparer.Instance);
        var reader = new ProtoReader(bytes);
        while (!reader.IsAtEnd)
        {
            var (number, wireType) = reader.Tag();
            if (!message.ByNumber.TryGetValue(number, out var field))
            {
                reader.Skip(number, wireType);
                continue;
            }

            if (!values.TryGetValue(number, out var all))
                values[number] = all = [];
            // Of the fields of a oneof the last one counts.
            if (field.OneOf is { } oneOf)
            {
                if (chosen.TryGetValue(oneOf, out var other) && other != number)
                    values.Remove(other);
                chosen[oneOf] = number;
            }

            if (wireType == 2 && field.IsRepeated && !field.IsMap && WireTypeOf(field) is not 2)
                Unpack(field, reader.Bytes(), all);
            else if (wireType != WireTypeOf(field))
                throw Misfit(field);
            else
                all.Add(Read(ref reader, number, wireType));
        }

        return values;
    }

    /// <summary>The value that counts of several: the last one, and of messages all of them after one another, which merges them (protobuf.dev, "Last One Wins").</summary>
    private static WireValue Last(ProtoField field, List<WireValue> all) =>
        all.Count > 1 && field.Type is ProtoMessage ? new WireValue(0, [.. all.SelectMany(value => value.Bytes)]) : all[^1];

    private static void Unpack(ProtoField field, ReadOnlySpan<byte> packed, List<WireValue> all)
    {
        var reader = new ProtoReader(packed);
        while (!reader.IsAtEnd)
            all.Add(Read(ref reader, field.Number, WireTypeOf(field)));
    }

    private static WireValue Read(ref ProtoReader reader, int number, int wireType) => wireType switch
    {
        0 => new WireValue(reader.Varint(), []),
        1 => new WireValue(reader.Fixed64(), []),
        2 => new WireValue(0, reader.Bytes().ToArray()),
        3 => new WireValue(0, reader.Group(number).ToArray()),
        _ => new WireValue(reader.Fixed32(), []),
    };

    internal static int WireTypeOf(ProtoField field) => field switch
    {
        { IsMap: true } => 2,
        { IsGroup: true } => 3,
        { Type: ProtoMessage } => 2,
        { Type: ProtoEnum } => 0,
        _ => WireTypeOf(field.TypeName),
    };

    internal static int WireTypeOf(string scalar) => scalar switch
    {
        "double" or "fixed64" or "sfixed64" => 1,
        "float" or "fixed32" or "sfixed32" => 5,
        "string" or "bytes" => 2,
        _ => 0,
    };

    private void List(ProtoField field, List<WireValue> all, int depth)
    {
        _json.WriteStartArray();
        foreach (var value in all)
            Value(field, value, depth);
        _json.WriteEndArray();
    }

    private void Map(ProtoField field, List<WireValue> all, int depth)
    {
        var (key, value) = ProtoEntries.Of(field);
        var entry = new ProtoMessage { Name = "", FullName = "", LocalName = "" };
        entry.Fields.AddRange([key, value]);
        var entries = new Dictionary<string, WireValue?>(StringComparer.Ordinal);
        foreach (var each in all)
        {
            var parts = Collect(entry, each.Bytes);
            entries[KeyText(key, parts.TryGetValue(1, out var keys) ? keys[^1] : new WireValue(0, []))] = parts.TryGetValue(2, out var values) ? Last(value, values) : null;
        }

        _json.WriteStartObject();
        foreach (var (name, each) in entries)
        {
            _json.WritePropertyName(name);
            Value(value, each ?? new WireValue(0, []), depth);
        }

        _json.WriteEndObject();
    }

    private static string KeyText(ProtoField key, WireValue value) => key.TypeName switch
    {
        "string" => Text(key, value.Bytes),
        "bool" => value.Number != 0 ? "true" : "false",
        "uint32" or "fixed32" => ((uint)value.Number).ToString(CultureInfo.InvariantCulture),
        "uint64" or "fixed64" => value.Number.ToString(CultureInfo.InvariantCulture),
        "int32" or "sfixed32" => ((int)value.Number).ToString(CultureInfo.InvariantCulture),
        "sint32" or "sint64" => MessageIndexes.ZigZag(value.Number).ToString(CultureInfo.InvariantCulture),
        _ => ((long)value.Number).ToString(CultureInfo.InvariantCulture),
    };

    private void Value(ProtoField field, WireValue value, int depth)
    {
        switch (field.Type)
        {
            case ProtoMessage message:
                Message(message, value.Bytes, depth + 1);
                return;
            case ProtoEnum type:
                WriteEnum(type, (int)value.Number);
                return;
        }

        switch (field.TypeName)
        {
            case "string":
                _json.WriteStringValue(Text(field, value.Bytes));
                break;
            case "bytes":
                _json.WriteBase64StringValue(value.Bytes);
                break;
            case "bool":
                _json.WriteBooleanValue(value.Number != 0);
                break;
            case "int32" or "sfixed32":
                _json.WriteNumberValue((int)value.Number);
                break;
            case "sint32":
                _json.WriteNumberValue((int)MessageIndexes.ZigZag(value.Number));
                break;
            case "uint32" or "fixed32":
                _json.WriteNumberValue((uint)value.Number);
                break;
            case "int64" or "sfixed64":
                _json.WriteStringValue(((long)value.Number).ToString(CultureInfo.InvariantCulture));
                break;
            case "sint64":
                _json.WriteStringValue(MessageIndexes.ZigZag(value.Number).ToString(CultureInfo.InvariantCulture));
                break;
            case "uint64" or "fixed64":
                _json.WriteStringValue(value.Number.ToString(CultureInfo.InvariantCulture));
                break;
            case "double":
                WriteFloat(BitConverter.UInt64BitsToDouble(value.Number));
                break;
            default:
                WriteFloat(BitConverter.UInt32BitsToSingle((uint)value.Number));
                break;
        }
    }

    private void WriteEnum(ProtoEnum type, int number)
    {
        if (type.FullName == "google.protobuf.NullValue")
            _json.WriteNullValue();
        else if (type.ByNumber.TryGetValue(number, out var known))
            _json.WriteStringValue(known.Name);
        else
            _json.WriteNumberValue(number);
    }

    private void WriteFloat(double value)
    {
        if (double.IsFinite(value))
            _json.WriteNumberValue(value);
        else
            _json.WriteStringValue(WordOf(value));
    }

    private void WriteFloat(float value)
    {
        if (float.IsFinite(value))
            _json.WriteNumberValue(value);
        else
            _json.WriteStringValue(WordOf(value));
    }

    private static string WordOf(double value) => double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";

    private static string Text(ProtoField field, byte[] bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new PlatformException(ErrorCode.UndecodableRecord, $"The field '{field.Name}' is no UTF-8.");
        }
    }

    private static PlatformException Misfit(ProtoField field) => new(ErrorCode.UndecodableRecord, $"The field '{field.Name}' was written as another type than {field.TypeName}.");
}

/// <summary>A value as it is on the wire: a number, or bytes.</summary>
internal readonly record struct WireValue(ulong Number, byte[] Bytes);
