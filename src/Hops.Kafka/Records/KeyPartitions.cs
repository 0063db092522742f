using System.Buffers.Binary;

namespace Hops.Kafka.Records;

/// <summary>
/// Which partition takes a key: Murmur2 of the key without its sign bit, as Apache Kafka's own producers choose, so that records of a key
/// stay together whoever writes them.
/// </summary>
public static class KeyPartitions
{
    private const uint Multiplier = 0x5bd1e995;
    private const uint Seed = 0x9747b28c;

    /// <summary>The partition of a key, from 0.</summary>
    public static int Of(ReadOnlySpan<byte> key, int partitionCount) => (int)(Murmur2(key) & int.MaxValue) % partitionCount;

    /// <summary>MurmurHash2 of 32 bits (Appleby), with Kafka's seed.</summary>
    public static uint Murmur2(ReadOnlySpan<byte> data)
    {
        unchecked
        {
            var hash = Seed ^ (uint)data.Length;
            for (; data.Length >= sizeof(uint); data = data[sizeof(uint)..])
            {
                var word = BinaryPrimitives.ReadUInt32LittleEndian(data) * Multiplier;
                hash = (hash * Multiplier) ^ ((word ^ (word >> 24)) * Multiplier);
            }

            if (data.Length > 0)
            {
                for (var index = data.Length - 1; index >= 0; index--)
                    hash ^= (uint)data[index] << (8 * index);
                hash *= Multiplier;
            }

            hash = (hash ^ (hash >> 13)) * Multiplier;
            return hash ^ (hash >> 15);
        }
    }
}
