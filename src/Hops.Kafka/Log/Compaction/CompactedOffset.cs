using System.Buffers.Binary;
using Hops.Core.Storage;

namespace Hops.Kafka.Log.Compaction;

/// <summary>
/// Up to where a log has been compacted, in a file beside it: 8 bytes and their CRC-32C. Lost or damaged it is taken for 0, and the work is done again.
/// </summary>
internal static class CompactedOffset
{
    private const int LengthBytes = 12;

    /// <summary>Reads it.</summary>
    public static long Load(Disk disk, string directory)
    {
        var path = PathIn(directory);
        if (!disk.FileExists(path))
            return 0;
        Span<byte> bytes = stackalloc byte[LengthBytes];
        using var file = disk.Open(path, DiskMode.Read);
        if (file.LengthBytes != LengthBytes)
            return 0;
        file.ReadExactly(bytes, 0);
        return BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]) == Crc32C.Of(bytes[..8])
            ? BinaryPrimitives.ReadInt64BigEndian(bytes)
            : 0;
    }

    /// <summary>Writes it durably.</summary>
    public static void Save(Disk disk, string directory, long offset)
    {
        var bytes = new byte[LengthBytes];
        BinaryPrimitives.WriteInt64BigEndian(bytes, offset);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(8), Crc32C.Of(bytes.AsSpan(0, 8)));
        disk.Replace(PathIn(directory), bytes);
    }

    private static string PathIn(string directory) => Path.Combine(directory, "compacted");
}
