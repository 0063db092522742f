using System.Buffers;
using System.Globalization;
using System.Numerics;
using Hops.Schemas.Avro;
using Hops.Schemas.Binary;

namespace Hops.Schemas.Tests.Support;

/// <summary>Random schemas of every type and logical type, and random values of them written by nothing but the binary encoding's rules.</summary>
internal sealed class RandomAvro(int seed)
{
    private const int DepthMax = 3;

    private static readonly string[] Plain = ["null", "boolean", "int", "long", "float", "double", "bytes", "string"];

    private static readonly (string Carrier, string Name)[] Logical =
    [
        ("int", "date"), ("int", "time-millis"), ("long", "time-micros"), ("long", "timestamp-millis"), ("long", "timestamp-micros"),
        ("long", "local-timestamp-millis"), ("long", "local-timestamp-micros"), ("long", "timestamp-nanos"), ("long", "local-timestamp-nanos"), ("string", "uuid"),
    ];

    private readonly Random _random = new(seed);
    private int _names;

    /// <summary>Text of a schema.</summary>
    public string Schema(int depth = 0) => _random.Next(depth < DepthMax ? 12 : 7) switch
    {
        0 or 1 => $"\"{Plain[_random.Next(Plain.Length)]}\"",
        2 or 3 => Annotated(),
        4 => Decimal(),
        5 => $$"""{"type":"fixed","name":"N{{_names++}}","size":16,"logicalType":"uuid"}""",
        6 => $$"""{"type":"fixed","name":"N{{_names++}}","size":12,"logicalType":"duration"}""",
        7 => $$"""{"type":"enum","name":"N{{_names++}}","symbols":["A","B","C"]}""",
        8 => $$"""{"type":"array","items":{{Schema(depth + 1)}}}""",
        9 => $$"""{"type":"map","values":{{Schema(depth + 1)}}}""",
        10 => Union(depth),
        _ => $$"""{"type":"record","name":"N{{_names++}}","fields":[{{string.Join(',', Enumerable.Range(0, 1 + _random.Next(4)).Select(index => $$"""{"name":"f{{index}}","type":{{Schema(depth + 1)}}}"""))}}]}""",
    };

    /// <summary>Bytes of a value of a schema.</summary>
    public byte[] Value(AvroSchema schema)
    {
        var output = new ArrayBufferWriter<byte>();
        Write(schema, new AvroWriter(output));
        return output.WrittenSpan.ToArray();
    }

    private string Annotated()
    {
        var (carrier, name) = Logical[_random.Next(Logical.Length)];
        return $$"""{"type":"{{carrier}}","logicalType":"{{name}}"}""";
    }

    private string Decimal()
    {
        var precision = 1 + _random.Next(40);
        var digits = string.Create(CultureInfo.InvariantCulture, $"\"logicalType\":\"decimal\",\"precision\":{precision},\"scale\":{_random.Next(precision + 1)}");
        return _random.Next(2) == 0 ? $$"""{"type":"bytes",{{digits}}}""" : $$"""{"type":"fixed","name":"N{{_names++}}","size":17,{{digits}}}""";
    }

    /// <summary>A union of different kinds: null and one other, or several of all.</summary>
    private string Union(int depth)
    {
        var branches = new List<string> { "\"null\"", Annotated(), "\"double\"", "\"string\"", "\"boolean\"", $$"""{"type":"map","values":{{Schema(depth + 2)}}}""", Decimal() };
        if (branches[1].Contains("string", StringComparison.Ordinal))
            branches[3] = "\"float\"";
        if (_random.Next(2) == 0)
            return $"[\"null\",{branches[1 + _random.Next(branches.Count - 1)]}]";
        var chosen = branches.Where(_ => _random.Next(2) == 0).OrderBy(_ => _random.Next()).ToList();
        return chosen.Count == 0 ? "[\"null\",\"long\"]" : $"[{string.Join(',', chosen)}]";
    }

    private void Write(AvroSchema schema, AvroWriter output)
    {
        switch (schema)
        {
            case AvroRecord record:
                foreach (var field in record.Fields)
                    Write(field.Schema, output);
                break;
            case AvroArray array:
                Block(output, _ => Write(array.Items, output));
                break;
            case AvroMap map:
                Block(output, index =>
                {
                    output.WriteString(_random.Next(3) == 0 ? "map" + index : Text() + index.ToString(CultureInfo.InvariantCulture));
                    Write(map.Values, output);
                });
                break;
            case AvroUnion union:
                var branch = _random.Next(union.Branches.Count);
                output.WriteLong(branch);
                Write(union.Branches[branch], output);
                break;
            case AvroEnum type:
                output.WriteLong(_random.Next(type.Symbols.Count));
                break;
            default:
                Scalar(schema, output);
                break;
        }
    }

    private void Block(AvroWriter output, Action<int> item)
    {
        var count = _random.Next(3);
        if (count > 0)
            output.WriteLong(count);
        for (var index = 0; index < count; index++)
            item(index);
        output.WriteLong(0);
    }

    private void Scalar(AvroSchema schema, AvroWriter output)
    {
        switch (schema.Kind, schema.LogicalType?.Kind)
        {
            case (AvroKind.Boolean, _): output.WriteBoolean(_random.Next(2) == 0); break;
            case (AvroKind.Int, LogicalKind.TimeMillis): output.WriteLong(_random.Next(86_400_000)); break;
            case (AvroKind.Long, LogicalKind.TimeMicros): output.WriteLong(_random.NextInt64(86_400_000_000)); break;
            case (AvroKind.Int, _): output.WriteLong((int)Whole()); break;
            case (AvroKind.Long, _): output.WriteLong(Whole()); break;
            case (AvroKind.Float, _): output.WriteFloat(_random.Next(5) == 0 ? float.NaN : BitConverter.Int32BitsToSingle(_random.Next() & 0x7f7fffff)); break;
            case (AvroKind.Double, _): output.WriteDouble(_random.Next(5) == 0 ? double.NegativeInfinity : (_random.NextDouble() - 0.5) * 1e9); break;
            case (AvroKind.Bytes, LogicalKind.Decimal): output.WriteBytes(Unscaled(schema.LogicalType!.Precision).ToByteArray(isBigEndian: true)); break;
            case (AvroKind.Fixed, LogicalKind.Decimal): output.WriteFixed(Extended(Unscaled(schema.LogicalType!.Precision), 17)); break;
            case (AvroKind.String, LogicalKind.Uuid): output.WriteString(new Guid(Bytes(16)).ToString()); break;
            case (AvroKind.Bytes, _): output.WriteBytes(Bytes(_random.Next(6))); break;
            case (AvroKind.Fixed, _): output.WriteFixed(Bytes(((AvroFixed)schema).LengthBytes)); break;
            case (AvroKind.String, _): output.WriteString(Text()); break;
        }
    }

    /// <summary>Small and large ones alike, before 1970 and beyond the year 9999.</summary>
    private long Whole() => _random.NextInt64(long.MinValue, long.MaxValue) >> _random.Next(60);

    private BigInteger Unscaled(int precision) =>
        BigInteger.Parse(string.Concat(Enumerable.Range(0, 1 + _random.Next(precision)).Select(_ => (char)('0' + _random.Next(10)))), CultureInfo.InvariantCulture)
        * (_random.Next(2) == 0 ? 1 : -1);

    private static byte[] Extended(BigInteger number, int lengthBytes)
    {
        var bytes = Enumerable.Repeat((byte)(number.Sign < 0 ? 0xff : 0), lengthBytes).ToArray();
        var digits = number.ToByteArray(isBigEndian: true);
        digits.CopyTo(bytes, lengthBytes - digits.Length);
        return bytes;
    }

    private byte[] Bytes(int lengthBytes)
    {
        var bytes = new byte[lengthBytes];
        _random.NextBytes(bytes);
        return bytes;
    }

    private string Text() => _random.Next(5) switch
    {
        0 => "2013-01-31",
        1 => "1.5",
        2 => "",
        3 => "NaN",
        _ => new string((char)_random.Next(32, 0xd800), _random.Next(4)),
    };
}
