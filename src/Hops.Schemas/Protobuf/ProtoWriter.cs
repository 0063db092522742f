using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Hops.Schemas.Protobuf;

/// <summary>Writes the wire format of Protobuf (protobuf.dev, "Encoding").</summary>
internal sealed class ProtoWriter
{
    private readonly ArrayBufferWriter<byte> _output = new();

    /// <summary>What was written.</summary>
    public ReadOnlySpan<byte> Written => _output.WrittenSpan;

    public void Varint(ulong value)
    {
        var span = _output.GetSpan(10);
        var count = 0;
        while (value >= 0x80)
        {
            span[count++] = (byte)(value | 0x80);
            value >>= 7;
        }

        span[count++] = (byte)value;
        _output.Advance(count);
    }

    public void Tag(int number, int wireType) => Varint(((ulong)number << 3) | (uint)wireType);

    public void Fixed32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_output.GetSpan(4), value);
        _output.Advance(4);
    }

    public void Fixed64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_output.GetSpan(8), value);
        _output.Advance(8);
    }

    public void Raw(ReadOnlySpan<byte> bytes) => _output.Write(bytes);

    /// <summary>A field of bytes, of a text or of a message.</summary>
    public void Bytes(int number, ReadOnlySpan<byte> bytes)
    {
        Tag(number, 2);
        Varint((ulong)bytes.Length);
        Raw(bytes);
    }

    public void Text(int number, string text) => Bytes(number, Encoding.UTF8.GetBytes(text));

    /// <summary>A field of a whole number or boolean.</summary>
    public void Number(int number, long value)
    {
        Tag(number, 0);
        Varint((ulong)value);
    }

    /// <summary>A field that is a message.</summary>
    public void Message(int number, Action<ProtoWriter> write)
    {
        var inner = new ProtoWriter();
        write(inner);
        Bytes(number, inner.Written);
    }
}
