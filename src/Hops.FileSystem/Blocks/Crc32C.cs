using System.Buffers.Binary;
using System.Numerics;

namespace Hops.FileSystem.Blocks;

/// <summary>CRC-32C (Castagnoli, RFC 3720 appendix B.4), with the instruction of the processor where it has one.</summary>
internal struct Crc32C
{
    private uint _state = uint.MaxValue;

    /// <summary>The checksum of no bytes.</summary>
    public Crc32C()
    {
    }

    /// <summary>The checksum of the bytes so far.</summary>
    internal readonly uint Value => ~_state;

    /// <summary>The checksum of bytes.</summary>
    internal static uint Of(ReadOnlySpan<byte> bytes)
    {
        var checksum = new Crc32C();
        checksum.Append(bytes);
        return checksum.Value;
    }

    /// <summary>Goes on with more bytes.</summary>
    internal void Append(ReadOnlySpan<byte> bytes)
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
