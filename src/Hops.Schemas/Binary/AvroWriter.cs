using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Hops.Schemas.Binary;

/// <summary>Writes primitive values in Avro's binary encoding.</summary>
public readonly struct AvroWriter
{
    private readonly IBufferWriter<byte> _output;

    /// <param name="output">Receives the bytes.</param>
    public AvroWriter(IBufferWriter<byte> output) => _output = output;

    /// <summary>One byte, 0 or 1.</summary>
    public void WriteBoolean(bool value)
    {
        _output.GetSpan(1)[0] = value ? (byte)1 : (byte)0;
        _output.Advance(1);
    }

    /// <summary>A zig-zag variable-length integer, of an int or a long.</summary>
    public void WriteLong(long value)
    {
        var span = _output.GetSpan(10);
        var left = (ulong)((value << 1) ^ (value >> 63));
        var count = 0;
        for (; left >= 0x80; left >>= 7)
            span[count++] = (byte)(left | 0x80);
        span[count++] = (byte)left;
        _output.Advance(count);
    }

    /// <summary>IEEE 754, four bytes little endian.</summary>
    public void WriteFloat(float value)
    {
        BinaryPrimitives.WriteSingleLittleEndian(_output.GetSpan(4), value);
        _output.Advance(4);
    }

    /// <summary>IEEE 754, eight bytes little endian.</summary>
    public void WriteDouble(double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(_output.GetSpan(8), value);
        _output.Advance(8);
    }

    /// <summary>A length and the bytes.</summary>
    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        WriteLong(bytes.Length);
        WriteFixed(bytes);
    }

    /// <summary>A length and UTF-8.</summary>
    public void WriteString(string text)
    {
        var lengthBytes = Encoding.UTF8.GetByteCount(text);
        WriteLong(lengthBytes);
        Encoding.UTF8.GetBytes(text, _output.GetSpan(lengthBytes));
        _output.Advance(lengthBytes);
    }

    /// <summary>The bytes alone.</summary>
    public void WriteFixed(ReadOnlySpan<byte> bytes) => _output.Write(bytes);
}
