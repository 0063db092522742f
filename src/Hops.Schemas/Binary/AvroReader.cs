using System.Buffers.Binary;
using System.Text.Unicode;
using Hops.Core.Errors;

namespace Hops.Schemas.Binary;

/// <summary>
/// Reads primitive values of Avro's binary encoding from a span. Never reads past the end; each refusal is <c>UndecodableRecord</c> with the
/// fact <c>position</c> (byte offset).
/// </summary>
public ref struct AvroReader
{
    private readonly ReadOnlySpan<byte> _bytes;

    /// <param name="bytes">The encoded value, without a header.</param>
    public AvroReader(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>Offset of the next byte.</summary>
    public int Position { get; private set; }

    /// <summary>Bytes that are left.</summary>
    public readonly int Remaining => _bytes.Length - Position;

    /// <summary>One byte, 0 or 1.</summary>
    public bool ReadBoolean() => Take(1)[0] switch
    {
        0 => false,
        1 => true,
        _ => throw Undecodable("a boolean is neither 0 nor 1"),
    };

    /// <summary>A zig-zag variable-length integer of 32 bits.</summary>
    public int ReadInt()
    {
        var value = ReadLong();
        return value is >= int.MinValue and <= int.MaxValue ? (int)value : throw Undecodable("an int has more than 32 bits");
    }

    /// <summary>A zig-zag variable-length integer of 64 bits: at most ten bytes.</summary>
    public long ReadLong()
    {
        var value = 0UL;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var part = Take(1)[0];
            if (shift == 63 && part > 1)
                break;
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
                return (long)(value >> 1) ^ -(long)(value & 1);
        }
        throw Undecodable("a long has more than 64 bits");
    }

    /// <summary>IEEE 754, four bytes little endian.</summary>
    public float ReadFloat() => BinaryPrimitives.ReadSingleLittleEndian(Take(4));

    /// <summary>IEEE 754, eight bytes little endian.</summary>
    public double ReadDouble() => BinaryPrimitives.ReadDoubleLittleEndian(Take(8));

    /// <summary>A length and so many bytes; the span is of the input.</summary>
    public ReadOnlySpan<byte> ReadBytes()
    {
        var lengthBytes = ReadLong();
        return lengthBytes >= 0 && lengthBytes <= Remaining ? Take((int)lengthBytes) : throw Undecodable("a length goes beyond the end");
    }

    /// <summary>A length and so many bytes of UTF-8, checked; the span is of the input.</summary>
    public ReadOnlySpan<byte> ReadString()
    {
        var bytes = ReadBytes();
        return Utf8.IsValid(bytes) ? bytes : throw Undecodable("a string is not UTF-8");
    }

    /// <summary>So many bytes.</summary>
    public ReadOnlySpan<byte> ReadFixed(int lengthBytes) => Take(lengthBytes);

    /// <summary>
    /// Number of items in the next block of an array or map; 0 at its end. A block may give its length in bytes too, which is checked and
    /// not needed.
    /// </summary>
    public long ReadBlockCount()
    {
        var count = ReadLong();
        if (count >= 0)
            return count;
        var lengthBytes = ReadLong();
        if (count == long.MinValue || lengthBytes < 0 || lengthBytes > Remaining)
            throw Undecodable("a block goes beyond the end");
        return -count;
    }

    /// <summary>The refusal of this input at the present position.</summary>
    public readonly PlatformException Undecodable(string reason) =>
        new PlatformException(ErrorCode.UndecodableRecord, $"The record does not decode at byte {Position}: {reason}.").With("position", Position);

    private ReadOnlySpan<byte> Take(int lengthBytes)
    {
        if (lengthBytes > Remaining)
            throw Undecodable("the bytes end too early");
        var taken = _bytes.Slice(Position, lengthBytes);
        Position += lengthBytes;
        return taken;
    }
}
