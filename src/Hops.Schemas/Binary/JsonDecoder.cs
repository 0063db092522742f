using System.Text.Json;
using Hops.Core.Errors;
using Hops.Schemas.Avro;
using Hops.Schemas.Json;

namespace Hops.Schemas.Binary;

/// <summary>Walks the steps of a plan over bytes and writes JSON; a null writer skips.</summary>
internal sealed class JsonDecoder
{
    private readonly Utf8JsonWriter _json;
    private readonly bool _isPlain;
    private int _valuesLeft = DecodeLimits.ValuesMax;

    /// <param name="json">Receives the values.</param>
    /// <param name="isPlain">True for <see cref="PlainJson"/>: logical types, and names of branches only where another could be meant.</param>
    public JsonDecoder(Utf8JsonWriter json, bool isPlain) => (_json, _isPlain) = (json, isPlain);

    public void Value(DecodeStep step, ref AvroReader reader, int depth) => Value(step, ref reader, _json, depth);

    private void Value(DecodeStep step, ref AvroReader reader, Utf8JsonWriter? json, int depth)
    {
        if (--_valuesLeft < 0)
            throw reader.Undecodable($"it has more than {DecodeLimits.ValuesMax} values");
        if (depth > DecodeLimits.DepthMax * 2)
            throw reader.Undecodable($"its values lie more than {DecodeLimits.DepthMax} deep inside one another");
        if (_json.BytesPending + _json.BytesCommitted > DecodeLimits.JsonLengthBytesMax)
            throw new PlatformException(ErrorCode.TooLarge, "The record becomes too large as JSON.");
        switch (step.Kind)
        {
            case DecodeStepKind.Primitive:
                Primitive(step, ref reader, json);
                break;
            case DecodeStepKind.Enum:
                var index = reader.ReadInt();
                var symbol = (uint)index < (uint)step.Symbols.Count ? step.Symbols[index] : null;
                json?.WriteStringValue(symbol ?? throw reader.Undecodable("the reader's enum does not know the symbol"));
                break;
            case DecodeStepKind.Fixed:
                WriteByteText(step, json, Converted(step, reader.ReadFixed(step.LengthBytes), step.LengthBytes, ref reader));
                break;
            case DecodeStepKind.Record:
                Record(step, ref reader, json, depth);
                break;
            case DecodeStepKind.Array:
                Items(step.Inner!, ref reader, json, depth);
                break;
            case DecodeStepKind.Map:
                Entries(step.Inner!, ref reader, json, depth);
                break;
            case DecodeStepKind.Union:
                var branch = reader.ReadLong();
                if ((ulong)branch >= (ulong)step.Branches.Count)
                    throw reader.Undecodable("the union has no such branch");
                Value(step.Branches[(int)branch], ref reader, json, depth + 1);
                break;
            case DecodeStepKind.Wrap:
                Wrap(step, ref reader, json, depth);
                break;
            case DecodeStepKind.Mismatch:
                throw reader.Undecodable(step.Text);
        }
    }

    private void Wrap(DecodeStep step, ref AvroReader reader, Utf8JsonWriter? json, int depth)
    {
        var isTagged = step.To != AvroKind.Null && (!_isPlain || step.IsNamed);
        if (isTagged)
        {
            json?.WriteStartObject();
            json?.WritePropertyName(step.Text);
        }
        Value(step.Inner!, ref reader, json, depth + 1);
        if (isTagged)
            json?.WriteEndObject();
    }

    private void Record(DecodeStep step, ref AvroReader reader, Utf8JsonWriter? json, int depth)
    {
        json?.WriteStartObject();
        foreach (var field in step.Fields)
        {
            if (field.Target != null)
                json?.WritePropertyName(field.Target.Name);
            Value(field.Step, ref reader, field.Target == null ? null : json, depth + 1);
        }
        foreach (var field in step.Defaults)
        {
            if (json == null)
                break;
            json.WritePropertyName(field.Name);
            WriteDefault(field.Schema, field.Default, json);
        }
        json?.WriteEndObject();
    }

    private void Items(DecodeStep items, ref AvroReader reader, Utf8JsonWriter? json, int depth)
    {
        json?.WriteStartArray();
        for (var count = Block(ref reader); count > 0; count = Block(ref reader))
        {
            for (var index = 0L; index < count; index++)
                Value(items, ref reader, json, depth + 1);
        }
        json?.WriteEndArray();
    }

    private void Entries(DecodeStep values, ref AvroReader reader, Utf8JsonWriter? json, int depth)
    {
        json?.WriteStartObject();
        for (var count = Block(ref reader); count > 0; count = Block(ref reader))
        {
            for (var index = 0L; index < count; index++)
            {
                var key = reader.ReadString();
                json?.WritePropertyName(key);
                Value(values, ref reader, json, depth + 1);
            }
        }
        json?.WriteEndObject();
    }

    /// <summary>A count that the budget cannot hold is refused before the first item.</summary>
    private long Block(ref AvroReader reader)
    {
        var count = reader.ReadBlockCount();
        return count <= _valuesLeft ? count : throw reader.Undecodable($"it has more than {DecodeLimits.ValuesMax} values");
    }

    private void Primitive(DecodeStep step, ref AvroReader reader, Utf8JsonWriter? json)
    {
        switch (step.From)
        {
            case AvroKind.Null:
                json?.WriteNullValue();
                break;
            case AvroKind.Boolean:
                var isTrue = reader.ReadBoolean();
                json?.WriteBooleanValue(isTrue);
                break;
            case AvroKind.Int or AvroKind.Long:
                var integer = step.From == AvroKind.Int ? reader.ReadInt() : reader.ReadLong();
                if (!step.Conversion.TryConvert(integer, out integer))
                    throw reader.Undecodable("a time is finer, or lies further away, than the reader's type can say");
                WriteNumber(step, json, integer);
                break;
            case AvroKind.Float:
                WriteReal(json, step.To, reader.ReadFloat());
                break;
            case AvroKind.Double:
                WriteReal(json, AvroKind.Double, reader.ReadDouble());
                break;
            case AvroKind.Bytes when step.To == AvroKind.Bytes:
                WriteByteText(step, json, Converted(step, reader.ReadBytes(), 0, ref reader));
                break;
            case AvroKind.String when step.To == AvroKind.Bytes:
                WriteByteText(step, json, reader.ReadString());
                break;
            default:
                var text = reader.ReadString();
                json?.WriteStringValue(text);
                break;
        }
    }

    private void WriteNumber(DecodeStep step, Utf8JsonWriter? json, long value)
    {
        if (step.To is AvroKind.Float or AvroKind.Double)
            WriteReal(json, step.To, step.To == AvroKind.Float ? (float)value : (double)value);
        else if (json != null)
            LogicalText.Write(json, _isPlain ? step.Logical : null, value);
    }

    /// <summary>JSON has no number for these three, so they are texts.</summary>
    private static void WriteReal(Utf8JsonWriter? json, AvroKind to, double value)
    {
        if (double.IsNaN(value))
            json?.WriteStringValue("NaN");
        else if (double.IsInfinity(value))
            json?.WriteStringValue(value > 0 ? "Infinity" : "-Infinity");
        else if (to == AvroKind.Float)
            json?.WriteNumberValue((float)value);
        else
            json?.WriteNumberValue(value);
    }

    /// <summary>The bytes of a decimal under the reader's scale; other bytes as they are.</summary>
    private static ReadOnlySpan<byte> Converted(DecodeStep step, ReadOnlySpan<byte> bytes, int lengthBytes, ref AvroReader reader)
    {
        if (step.Conversion.IsIdentity)
            return bytes;
        return DecimalBytes.TryConvert(step.Conversion, bytes, lengthBytes, out var converted)
            ? converted
            : throw reader.Undecodable("a decimal has more digits, or more of them behind the point, than the reader's type");
    }

    private void WriteByteText(DecodeStep step, Utf8JsonWriter? json, ReadOnlySpan<byte> bytes)
    {
        if (json != null)
            LogicalText.Write(json, _isPlain ? step.Logical : null, bytes);
    }

    /// <summary>A default names no branch of a union: it is that of the first branch that it fits.</summary>
    private void WriteDefault(AvroSchema schema, JsonElement value, Utf8JsonWriter json)
    {
        switch (schema)
        {
            case AvroUnion union:
                var branch = union.Branches[DefaultRules.BranchOf(union, value)];
                if (branch.Kind == AvroKind.Null || (_isPlain && !PlainBranches.NeedsName(union, branch)))
                {
                    WriteDefault(branch, value, json);
                    break;
                }
                json.WriteStartObject();
                json.WritePropertyName(branch.TypeName);
                WriteDefault(branch, value, json);
                json.WriteEndObject();
                break;
            case AvroRecord record:
                json.WriteStartObject();
                foreach (var field in record.Fields)
                {
                    json.WritePropertyName(field.Name);
                    WriteDefault(field.Schema, value.TryGetProperty(field.Name, out var part) ? part : field.Default, json);
                }
                json.WriteEndObject();
                break;
            case AvroArray array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                    WriteDefault(array.Items, item, json);
                json.WriteEndArray();
                break;
            case AvroMap map:
                json.WriteStartObject();
                foreach (var entry in value.EnumerateObject())
                {
                    json.WritePropertyName(entry.Name);
                    WriteDefault(map.Values, entry.Value, json);
                }
                json.WriteEndObject();
                break;
            default:
                if (_isPlain)
                    LogicalText.WriteDefault(json, schema, value);
                else
                    value.WriteTo(json);
                break;
        }
    }
}
