using System.Buffers.Binary;
using Hops.Core.Storage;

namespace Hops.Kafka.Log;

/// <summary>A whole number in a file of its own: 8 bytes and their CRC-32C. Replaced atomically.</summary>
internal static class StoredNumber
{
    private const int LengthBytes = 12;

    /// <summary>Reads it.</summary>
    /// <returns>Null if the file is not there or is damaged.</returns>
    public static long? Load(Disk disk, string path)
    {
        if (!disk.FileExists(path))
            return null;
        Span<byte> bytes = stackalloc byte[LengthBytes];
        using var file = disk.Open(path, DiskMode.Read);
        if (file.LengthBytes != LengthBytes)
            return null;
        file.ReadExactly(bytes, 0);
        return BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]) == Crc32C.Of(bytes[..8]) ? BinaryPrimitives.ReadInt64BigEndian(bytes) : null;
    }

    /// <summary>Writes it durably.</summary>
    public static void Save(Disk disk, string path, long value)
    {
        var bytes = new byte[LengthBytes];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(8), Crc32C.Of(bytes.AsSpan(0, 8)));
        disk.Replace(path, bytes);
    }
}
