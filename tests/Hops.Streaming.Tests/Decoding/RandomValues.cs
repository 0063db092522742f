using System.Globalization;
using System.Numerics;
using Hops.Schemas.Avro;

namespace Hops.Streaming.Tests.Decoding;

/// <summary>Values of a schema at random, encoded by hand: valid for its logical types, small and large.</summary>
internal sealed class RandomValues(Random random)
{
    public AvroBytes Write(AvroSchema schema, AvroBytes output)
    {
        switch (schema)
        {
            case AvroRecord record:
                foreach (var field in record.Fields)
                    Write(field.Schema, output);
                return output;
            case AvroUnion union:
                var branch = random.Next(union.Branches.Count);
                return Write(union.Branches[branch], output.Long(branch));
            case AvroArray array:
                return Items(output, () => Write(array.Items, output));
            case AvroMap map:
                var key = 0;
                return Items(output, () => Write(map.Values, output.Text("key " + (key++).ToString(CultureInfo.InvariantCulture))));
            case AvroEnum type:
                return output.Long(random.Next(type.Symbols.Count));
            case AvroFixed type:
                return output.Raw(Bytes(type.LengthBytes));
            default:
                return Primitive(schema, output);
        }
    }

    private AvroBytes Items(AvroBytes output, Action write)
    {
        var count = random.Next(4);
        if (count > 0)
            output.Long(count);
        for (var index = 0; index < count; index++)
            write();
        return output.Long(0);
    }

    private AvroBytes Primitive(AvroSchema schema, AvroBytes output) => (schema.Kind, schema.LogicalType?.Kind) switch
    {
        (AvroKind.Null, _) => output,
        (AvroKind.Boolean, _) => output.Raw((byte)random.Next(2)),
        (_, LogicalKind.Date) => output.Long(random.Next(-700_000, 2_900_000)),
        (_, LogicalKind.TimeMillis) => output.Long(random.Next(86_400_000)),
        (_, LogicalKind.TimeMicros) => output.Long(random.NextInt64(86_400_000_000)),
        (_, LogicalKind.TimestampMillis or LogicalKind.LocalTimestampMillis) => output.Long(random.NextInt64(-60_000_000_000_000, 250_000_000_000_000)),
        (_, LogicalKind.TimestampMicros or LogicalKind.LocalTimestampMicros) => output.Long(random.NextInt64(-60_000_000_000_000_000, 250_000_000_000_000_000)),
        (_, LogicalKind.Uuid) => output.Text(new Guid(Bytes(16)).ToString("D")),
        (_, LogicalKind.Decimal) => Decimal(schema.LogicalType!.Precision, output),
        (AvroKind.Int, _) => output.Long(random.Next(3) == 0 ? random.Next() * -1 : random.Next(200) - 100),
        (AvroKind.Long, _) => output.Long(random.Next(3) == 0 ? random.NextInt64(long.MinValue, long.MaxValue) : random.Next(200) - 100),
        (AvroKind.Float, _) => output.Float(random.NextSingle() * random.Next(-1000, 1000)),
        (AvroKind.Double, _) => output.Double(random.NextDouble() * random.Next(-1000, 1000)),
        (AvroKind.Bytes, _) => output.Long(7).Raw(Bytes(7)),
        _ => output.Text(random.Next(2) == 0 ? "" : "tëxt of " + random.Next().ToString(CultureInfo.InvariantCulture)),
    };

    private AvroBytes Decimal(int precision, AvroBytes output)
    {
        var unscaled = BigInteger.Remainder(new BigInteger(Bytes(random.Next(1, 20))), BigInteger.Pow(10, precision));
        var bytes = unscaled.ToByteArray(isUnsigned: false, isBigEndian: true);
        return output.Long(bytes.Length).Raw(bytes);
    }

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
