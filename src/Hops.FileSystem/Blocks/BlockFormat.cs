using System.Buffers.Binary;
using System.Globalization;
using Hops.Core.Errors;
using Hops.Core.Storage;

namespace Hops.FileSystem.Blocks;

/// <summary>
/// Names and checksum file of a block (ADR 0018). The data file holds the bytes of the block and nothing else. The checksum file holds,
/// little endian: magic, version, block id, generation, chunk length, count of chunks, block length, one CRC32C per chunk of 64 KiB, and the
/// CRC32C of all that.
/// </summary>
internal static class BlockFormat
{
    internal const int ChunkLengthBytes = 64 * 1024;

    /// <summary>No checksum file is larger: that of a block of 1 GiB.</summary>
    internal const int MetaLengthMaxBytes = HeaderLengthBytes + (16 * 1024 * 4) + 4;

    private const uint Magic = 0x4B4C4248; // "HBLK"
    private const uint Version = 1;
    private const int HeaderLengthBytes = 40;

    /// <summary>Name of the directory of a block, <c>00</c> to <c>ff</c>.</summary>
    internal static string DirectoryOf(long blockId) => (blockId & 0xFF).ToString("x2", CultureInfo.InvariantCulture);

    /// <summary>Name of the data file.</summary>
    internal static string DataName(long blockId, long generation) => string.Create(CultureInfo.InvariantCulture, $"{blockId}_{generation}");

    /// <summary>Name of the checksum file.</summary>
    internal static string MetaName(long blockId, long generation) => DataName(blockId, generation) + ".meta";

    /// <summary>Block id and generation of a file name, or null if it is none of ours.</summary>
    internal static (long BlockId, long Generation)? ParseName(string name)
    {
        var stem = name.EndsWith(".meta", StringComparison.Ordinal) ? name[..^5] : name;
        var parts = stem.Split('_');
        if (parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var blockId)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var generation))
            return (blockId, generation);
        return null;
    }

    /// <summary>Content of the checksum file.</summary>
    internal static byte[] WriteMeta(long blockId, long generation, long lengthBytes, IReadOnlyList<uint> checksums)
    {
        var meta = new byte[HeaderLengthBytes + (checksums.Count * 4) + 4];
        BinaryPrimitives.WriteUInt32LittleEndian(meta, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(meta.AsSpan(4), Version);
        BinaryPrimitives.WriteInt64LittleEndian(meta.AsSpan(8), blockId);
        BinaryPrimitives.WriteInt64LittleEndian(meta.AsSpan(16), generation);
        BinaryPrimitives.WriteInt32LittleEndian(meta.AsSpan(24), ChunkLengthBytes);
        BinaryPrimitives.WriteInt32LittleEndian(meta.AsSpan(28), checksums.Count);
        BinaryPrimitives.WriteInt64LittleEndian(meta.AsSpan(32), lengthBytes);
        for (var chunk = 0; chunk < checksums.Count; chunk++)
            BinaryPrimitives.WriteUInt32LittleEndian(meta.AsSpan(HeaderLengthBytes + (chunk * 4)), checksums[chunk]);
        BinaryPrimitives.WriteUInt32LittleEndian(meta.AsSpan(meta.Length - 4), Crc32C.Of(meta.AsSpan(0, meta.Length - 4)));
        return meta;
    }

    /// <summary>The checksums of a block, after checking that the file is whole and speaks of that block.</summary>
    /// <exception cref="PlatformException"><c>CorruptData</c>.</exception>
    internal static uint[] ReadMeta(ReadOnlySpan<byte> meta, long blockId, long generation, long lengthBytes)
    {
        if (!IsMetaOf(meta, blockId, generation, lengthBytes))
            throw new PlatformException(ErrorCode.CorruptData, $"The checksums of block {blockId} are damaged; the block is not served.");
        var checksums = new uint[(meta.Length - HeaderLengthBytes - 4) / 4];
        for (var chunk = 0; chunk < checksums.Length; chunk++)
            checksums[chunk] = BinaryPrimitives.ReadUInt32LittleEndian(meta[(HeaderLengthBytes + (chunk * 4))..]);
        return checksums;
    }

    /// <summary>True if a checksum file is whole and speaks of that block with that length.</summary>
    internal static bool IsMetaOf(ReadOnlySpan<byte> meta, long blockId, long generation, long lengthBytes)
    {
        var chunks = (int)((lengthBytes + ChunkLengthBytes - 1) / ChunkLengthBytes);
        return meta.Length == HeaderLengthBytes + (chunks * 4) + 4
            && BinaryPrimitives.ReadUInt32LittleEndian(meta[^4..]) == Crc32C.Of(meta[..^4])
            && BinaryPrimitives.ReadUInt32LittleEndian(meta) == Magic
            && BinaryPrimitives.ReadUInt32LittleEndian(meta[4..]) == Version
            && BinaryPrimitives.ReadInt64LittleEndian(meta[8..]) == blockId
            && BinaryPrimitives.ReadInt64LittleEndian(meta[16..]) == generation
            && BinaryPrimitives.ReadInt32LittleEndian(meta[24..]) == ChunkLengthBytes
            && BinaryPrimitives.ReadInt32LittleEndian(meta[28..]) == chunks
            && BinaryPrimitives.ReadInt64LittleEndian(meta[32..]) == lengthBytes;
    }
}
