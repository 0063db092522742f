using System.Buffers.Binary;
using System.Text;

namespace Hops.Streaming.Tests;

/// <summary>Writes Protobuf's wire format by hand, independent of the code under test.</summary>
internal sealed class ProtoBytes
{
    private readonly List<byte> _bytes = [];

    /// <summary>A value of the first message of a schema.</summary>
    public static ProtoBytes Framed(int schemaId, params byte[] indexes) =>
        new ProtoBytes().Raw(0).Raw([.. BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(schemaId))]).Raw(indexes.Length == 0 ? [0] : indexes);

    public ProtoBytes Raw(params byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public ProtoBytes Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            _bytes.Add((byte)(value | 0x80));
        return Raw((byte)value);
    }

    public ProtoBytes Number(int field, long value) => Varint((ulong)field << 3).Varint((ulong)value);

    public ProtoBytes ZigZag(int field, long value) => Varint((ulong)field << 3).Varint((ulong)((value << 1) ^ (value >> 63)));

    public ProtoBytes Fixed64(int field, long value) => Varint(((ulong)field << 3) | 1).Raw(BitConverter.GetBytes(value));

    public ProtoBytes Double(int field, double value) => Fixed64(field, BitConverter.DoubleToInt64Bits(value));

    public ProtoBytes Fixed32(int field, int value) => Varint(((ulong)field << 3) | 5).Raw(BitConverter.GetBytes(value));

    public ProtoBytes Float(int field, float value) => Fixed32(field, BitConverter.SingleToInt32Bits(value));

    public ProtoBytes Bytes(int field, params byte[] bytes) => Varint(((ulong)field << 3) | 2).Varint((ulong)bytes.Length).Raw(bytes);

    public ProtoBytes Text(int field, string text) => Bytes(field, Encoding.UTF8.GetBytes(text));

    public ProtoBytes Message(int field, Action<ProtoBytes> write)
    {
        var inner = new ProtoBytes();
        write(inner);
        return Bytes(field, inner.ToArray());
    }

    public ProtoBytes Group(int field, Action<ProtoBytes> write)
    {
        Varint(((ulong)field << 3) | 3);
        write(this);
        return Varint(((ulong)field << 3) | 4);
    }

    public byte[] ToArray() => [.. _bytes];
}
