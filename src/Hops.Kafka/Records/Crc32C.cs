using System.Buffers.Binary;
using System.Numerics;

namespace Hops.Kafka.Records;

/// <summary>CRC-32C (Castagnoli, reflected, initial value and final XOR all ones; RFC 3720 appendix B.4), in hardware where there is some.</summary>
public static class Crc32C
{
    /// <summary>The checksum of some bytes; that of "123456789" is E3069283.</summary>
    public static uint Compute(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        while (bytes.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (var value in bytes)
            crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }
}
