using System.Buffers.Binary;
using System.Text;

namespace Hops.Streaming.Tests;

/// <summary>Writes Avro's binary encoding by hand, independent of the code under test.</summary>
internal sealed class AvroBytes
{
    private readonly List<byte> _bytes = [];

    public static AvroBytes Framed(int schemaId) => new AvroBytes().Raw(0).Raw([.. BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(schemaId))]);

    public AvroBytes Raw(params byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public AvroBytes Long(long value)
    {
        var bits = (ulong)((value << 1) ^ (value >> 63));
        while (bits >= 0x80)
        {
            _bytes.Add((byte)(bits | 0x80));
            bits >>= 7;
        }
        _bytes.Add((byte)bits);
        return this;
    }

    public AvroBytes Text(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        return Long(bytes.Length).Raw(bytes);
    }

    public AvroBytes Double(double value) => Raw(BitConverter.GetBytes(value));

    public AvroBytes Float(float value) => Raw(BitConverter.GetBytes(value));

    public byte[] ToArray() => [.. _bytes];
}
