using System.Buffers.Binary;
using System.Numerics;

namespace Hops.Kafka.Compression;

/// <summary>
/// A bitstream of Zstandard that is read from its end (RFC 8878 section 4.1): the highest set bit of the last byte marks where it begins.
/// Reading beyond the beginning gives zeros and makes <see cref="Left"/> negative.
/// </summary>
internal ref struct ZstdBits
{
    private readonly ReadOnlySpan<byte> _bytes;

    public ZstdBits(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || bytes[^1] == 0)
            throw Codecs.Malformed("zstd: a bitstream has no end");
        _bytes = bytes;
        Left = ((bytes.Length - 1) * 8) + BitOperations.Log2(bytes[^1]);
    }

    /// <summary>Bits that are left.</summary>
    public int Left { get; private set; }

    /// <summary>The next bits, at most 32 of them, the first one highest.</summary>
    public readonly uint Peek(int count)
    {
        var start = Left - count;
        if (start < 0)
            return Left <= 0 ? 0 : (uint)(Window(0) & ((1UL << Left) - 1)) << -start;
        return (uint)((Window(start >> 3) >> (start & 7)) & ((1UL << count) - 1));
    }

    public void Skip(int count) => Left -= count;

    public uint Read(int count)
    {
        var value = Peek(count);
        Left -= count;
        return value;
    }

    private readonly ulong Window(int at)
    {
        if (_bytes.Length - at >= sizeof(ulong))
            return BinaryPrimitives.ReadUInt64LittleEndian(_bytes[at..]);
        var value = 0UL;
        for (var i = _bytes.Length - 1; i >= at; i--)
            value = (value << 8) | _bytes[i];
        return value;
    }
}
