using System.Buffers.Binary;
using System.Numerics;

namespace Hops.Kafka.Compression;

/// <summary>The 32-bit xxHash with seed 0, as LZ4 frames use it (xxHash specification, version 0.1.1).</summary>
internal static class XxHash32
{
    private const uint Prime1 = 2654435761;
    private const uint Prime2 = 2246822519;
    private const uint Prime3 = 3266489917;
    private const uint Prime4 = 668265263;
    private const uint Prime5 = 374761393;

    public static uint Compute(ReadOnlySpan<byte> bytes)
    {
        var lengthBytes = (uint)bytes.Length;
        var hash = Prime5;
        if (bytes.Length >= 16)
            hash = Stripes(ref bytes);
        hash += lengthBytes;
        for (; bytes.Length >= 4; bytes = bytes[4..])
            hash = BitOperations.RotateLeft(hash + (BinaryPrimitives.ReadUInt32LittleEndian(bytes) * Prime3), 17) * Prime4;
        foreach (var value in bytes)
            hash = BitOperations.RotateLeft(hash + (value * Prime5), 11) * Prime1;
        hash = (hash ^ (hash >> 15)) * Prime2;
        hash = (hash ^ (hash >> 13)) * Prime3;
        return hash ^ (hash >> 16);
    }

    private static uint Stripes(ref ReadOnlySpan<byte> bytes)
    {
        var (a, b, c, d) = (unchecked(Prime1 + Prime2), Prime2, 0u, unchecked(0u - Prime1));
        for (; bytes.Length >= 16; bytes = bytes[16..])
        {
            a = Round(a, BinaryPrimitives.ReadUInt32LittleEndian(bytes));
            b = Round(b, BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]));
            c = Round(c, BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]));
            d = Round(d, BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]));
        }

        return BitOperations.RotateLeft(a, 1) + BitOperations.RotateLeft(b, 7) + BitOperations.RotateLeft(c, 12) + BitOperations.RotateLeft(d, 18);
    }

    private static uint Round(uint lane, uint input) => BitOperations.RotateLeft(lane + (input * Prime2), 13) * Prime1;
}
