using System.Buffers.Binary;
using System.Numerics;

namespace Hops.Core.Storage;

/// <summary>
/// CRC-32C (Castagnoli, reflected, initial value and final XOR all ones; RFC 3720 appendix B.4), with the instruction of the processor where
/// it has one. It guards blocks, bodies and record batches.
/// </summary>
public struct Crc32C
{
    /// <summary>
    /// The instruction answers after three cycles and can be begun in each: three pieces of this length, none of which waits for another, take as
    /// long as one.
    /// </summary>
    private const int LaneBytes = 1024;

    private static readonly uint[] Shifted = ShiftedBytes();

    private uint _state = uint.MaxValue;

    /// <summary>The checksum of no bytes.</summary>
    public Crc32C()
    {
    }

    /// <summary>The checksum of the bytes so far.</summary>
    public readonly uint Value => ~_state;

    /// <summary>The checksum of bytes; that of "123456789" is E3069283.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var checksum = new Crc32C();
        checksum.Append(bytes);
        return checksum.Value;
    }

    /// <summary>Goes on with more bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        var state = _state;
        for (; bytes.Length >= 3 * LaneBytes; bytes = bytes[(3 * LaneBytes)..])
            state = AppendLanes(state, bytes[..LaneBytes], bytes.Slice(LaneBytes, LaneBytes), bytes.Slice(2 * LaneBytes, LaneBytes));
        while (bytes.Length >= sizeof(ulong))
        {
            state = BitOperations.Crc32C(state, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (var value in bytes)
            state = BitOperations.Crc32C(state, value);
        _state = state;
    }

    /// <summary>A checksum is linear: that of what follows begins with nothing, and what came before is added, shifted by as many bytes.</summary>
    private static uint AppendLanes(uint state, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third)
    {
        var (ofSecond, ofThird) = (0u, 0u);
        for (var at = 0; at < LaneBytes; at += sizeof(ulong))
        {
            state = BitOperations.Crc32C(state, BinaryPrimitives.ReadUInt64LittleEndian(first[at..]));
            ofSecond = BitOperations.Crc32C(ofSecond, BinaryPrimitives.ReadUInt64LittleEndian(second[at..]));
            ofThird = BitOperations.Crc32C(ofThird, BinaryPrimitives.ReadUInt64LittleEndian(third[at..]));
        }

        return Shift(Shift(state) ^ ofSecond) ^ ofThird;
    }

    /// <summary>The state after a lane of zeros.</summary>
    private static uint Shift(uint state) =>
        Shifted[(byte)state] ^ Shifted[256 + (byte)(state >> 8)] ^ Shifted[512 + (byte)(state >> 16)] ^ Shifted[768 + (state >> 24)];

    /// <summary>What each value of each of the four bytes of a state becomes by a lane of zeros.</summary>
    private static uint[] ShiftedBytes()
    {
        var shifted = new uint[4 * 256];
        for (var bit = 0; bit < 32; bit++)
        {
            var state = 1u << bit;
            for (var zeros = 0; zeros < LaneBytes; zeros += sizeof(ulong))
                state = BitOperations.Crc32C(state, 0ul);
            var (table, value) = (bit / 8 * 256, 1 << (bit % 8));
            for (var lower = 0; lower < value; lower++)
                shifted[table + value + lower] = shifted[table + lower] ^ state;
        }

        return shifted;
    }
}
