using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Hops.Core.Errors;
using Hops.Schemas.Avro;

namespace Hops.Streaming.Decoding;

/// <summary>Encodes the default of a field in Avro's binary form, so that a default is decoded like any other value.</summary>
internal static class DefaultEncoder
{
    /// <exception cref="PlatformException"><c>IncompatibleSchema</c>: the default does not fit its schema.</exception>
    public static byte[] Encode(AvroSchema schema, JsonElement value)
    {
        var output = new ArrayBufferWriter<byte>();
        if (!TryWrite(schema, value, output, 0))
            throw new PlatformException(ErrorCode.IncompatibleSchema, $"a default does not fit its type {schema.TypeName}");
        return output.WrittenSpan.ToArray();
    }

    private static bool TryWrite(AvroSchema schema, JsonElement value, ArrayBufferWriter<byte> output, int depth)
    {
        if (depth > AvroLimits.DepthMax)
            return false;
        return schema switch
        {
            AvroUnion union => TryWriteUnion(union, value, output, depth),
            AvroRecord record => TryWriteRecord(record, value, output, depth),
            AvroArray array => TryWriteArray(array, value, output, depth),
            AvroMap map => TryWriteMap(map, value, output, depth),
            AvroEnum type => value.ValueKind == JsonValueKind.String && TryWriteSymbol(type.IndexOf(value.GetString()!), output),
            _ => TryWriteScalar(schema, value, output),
        };
    }

    private static bool TryWriteUnion(AvroUnion union, JsonElement value, ArrayBufferWriter<byte> output, int depth)
    {
        for (var index = 0; index < union.Branches.Count; index++)
        {
            var branch = new ArrayBufferWriter<byte>();
            if (!TryWrite(union.Branches[index], value, branch, depth + 1))
                continue;
            WriteLong(output, index);
            output.Write(branch.WrittenSpan);
            return true;
        }
        return false;
    }

    private static bool TryWriteRecord(AvroRecord record, JsonElement value, ArrayBufferWriter<byte> output, int depth)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return false;
        foreach (var field in record.Fields)
        {
            if (!value.TryGetProperty(field.Name, out var part))
            {
                if (!field.HasDefault)
                    return false;
                part = field.Default;
            }
            if (!TryWrite(field.Schema, part, output, depth + 1))
                return false;
        }
        return true;
    }

    private static bool TryWriteArray(AvroArray array, JsonElement value, ArrayBufferWriter<byte> output, int depth)
    {
        if (value.ValueKind != JsonValueKind.Array)
            return false;
        if (value.GetArrayLength() > 0)
            WriteLong(output, value.GetArrayLength());
        foreach (var item in value.EnumerateArray())
        {
            if (!TryWrite(array.Items, item, output, depth + 1))
                return false;
        }
        WriteLong(output, 0);
        return true;
    }

    private static bool TryWriteMap(AvroMap map, JsonElement value, ArrayBufferWriter<byte> output, int depth)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return false;
        var entries = value.EnumerateObject().ToArray();
        if (entries.Length > 0)
            WriteLong(output, entries.Length);
        foreach (var entry in entries)
        {
            WriteBytes(output, Encoding.UTF8.GetBytes(entry.Name));
            if (!TryWrite(map.Values, entry.Value, output, depth + 1))
                return false;
        }
        WriteLong(output, 0);
        return true;
    }

    private static bool TryWriteSymbol(int index, ArrayBufferWriter<byte> output)
    {
        if (index < 0)
            return false;
        WriteLong(output, index);
        return true;
    }

    private static bool TryWriteScalar(AvroSchema schema, JsonElement value, ArrayBufferWriter<byte> output)
    {
        switch (schema.Kind, value.ValueKind)
        {
            case (AvroKind.Null, JsonValueKind.Null):
                return true;
            case (AvroKind.Boolean, JsonValueKind.True or JsonValueKind.False):
                output.Write([(byte)(value.GetBoolean() ? 1 : 0)]);
                return true;
            case (AvroKind.Int, JsonValueKind.Number) when value.TryGetInt32(out var number):
                WriteLong(output, number);
                return true;
            case (AvroKind.Long, JsonValueKind.Number) when value.TryGetInt64(out var number):
                WriteLong(output, number);
                return true;
            case (AvroKind.Float, JsonValueKind.Number):
                BinaryPrimitives.WriteSingleLittleEndian(output.GetSpan(4), value.GetSingle());
                output.Advance(4);
                return true;
            case (AvroKind.Double, JsonValueKind.Number):
                BinaryPrimitives.WriteDoubleLittleEndian(output.GetSpan(8), value.GetDouble());
                output.Advance(8);
                return true;
            case (AvroKind.String, JsonValueKind.String):
                WriteBytes(output, Encoding.UTF8.GetBytes(value.GetString()!));
                return true;
            case (AvroKind.Bytes, JsonValueKind.String):
                WriteBytes(output, Encoding.Latin1.GetBytes(value.GetString()!));
                return true;
            case (AvroKind.Fixed, JsonValueKind.String):
                output.Write(Encoding.Latin1.GetBytes(value.GetString()!));
                return value.GetString()!.Length == ((AvroFixed)schema).LengthBytes;
            default:
                return false;
        }
    }

    private static void WriteBytes(ArrayBufferWriter<byte> output, byte[] bytes)
    {
        WriteLong(output, bytes.Length);
        output.Write(bytes);
    }

    private static void WriteLong(ArrayBufferWriter<byte> output, long value)
    {
        var bits = (ulong)((value << 1) ^ (value >> 63));
        var length = Math.Max(1, (64 - BitOperations.LeadingZeroCount(bits) + 6) / 7);
        var span = output.GetSpan(length);
        for (var index = 0; index < length; index++, bits >>= 7)
            span[index] = (byte)(bits & 0x7f | (index < length - 1 ? 0x80u : 0));
        output.Advance(length);
    }
}
