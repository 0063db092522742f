using System.Buffers.Binary;
using System.Numerics;

namespace Hops.Core.Storage;

/// <summary>
/// CRC-32C (Castagnoli, reflected, initial value and final XOR all ones; RFC 3720 appendix B.4), with the instruction of the processor where
/// it has one. It guards blocks, bodies and record batches.
/// </summary>
public struct Crc32C
{
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
        while (bytes.Length >= 8)
        {
            state = BitOperations.Crc32C(state, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[8..];
        }

        foreach (var value in bytes)
            state = BitOperations.Crc32C(state, value);
        _state = state;
    }
}
