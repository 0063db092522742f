using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;

namespace Hops.Hadoop.WebHdfs.Operations;

/// <summary>
/// Hadoop's <c>MD5MD5CRC32FileChecksum</c>: per block the MD5 of the big-endian CRC32Cs of its 512-byte chunks; of the file the MD5 of
/// these, laid in a buffer that is padded with zeros to a power of two from 32 up (a buffer's spare room that Hadoop digests along).
/// </summary>
/// <param name="blockSizeBytes">Block size of the file.</param>
internal sealed class HdfsChecksum(long blockSizeBytes)
{
    private const int ChunkBytes = 512;
    private const int PaddedBytesMin = 32;

    private readonly List<byte> _blockDigests = [];
    private readonly IncrementalHash _block = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
    private readonly byte[] _word = new byte[sizeof(uint)];
    private uint _crc = uint.MaxValue;
    private int _chunkBytes;
    private long _blockBytes;

    /// <summary>Adds the next bytes of the file.</summary>
    public void Append(ReadOnlySpan<byte> content)
    {
        while (!content.IsEmpty)
        {
            var room = Math.Min(ChunkBytes - _chunkBytes, blockSizeBytes - _blockBytes);
            var part = content[..(int)Math.Min(room, content.Length)];
            _crc = Crc(_crc, part);
            _chunkBytes += part.Length;
            _blockBytes += part.Length;
            content = content[part.Length..];
            if (_chunkBytes == ChunkBytes)
                EndChunk();

            if (_blockBytes == blockSizeBytes)
                EndBlock();
        }
    }

    /// <summary>The 28 bytes of the checksum: bytes per CRC, CRCs per block (0 if there is one block only), MD5.</summary>
    public byte[] Finish(out string algorithm)
    {
        if (_blockBytes > 0)
            EndBlock();

        _block.Dispose();
        var blocks = _blockDigests.Count / MD5.HashSizeInBytes;
        var bytesPerCrc = blocks == 0 ? 0 : ChunkBytes;
        var crcsPerBlock = blocks > 1 ? blockSizeBytes / ChunkBytes : 0;
        var padded = new byte[Math.Max(PaddedBytesMin, (int)BitOperations.RoundUpToPowerOf2((uint)_blockDigests.Count))];
        _blockDigests.CopyTo(padded);

        var bytes = new byte[sizeof(int) + sizeof(long) + MD5.HashSizeInBytes];
        BinaryPrimitives.WriteInt32BigEndian(bytes, bytesPerCrc);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(sizeof(int)), crcsPerBlock);
        HashData(padded, bytes.AsSpan(sizeof(int) + sizeof(long)));

        // An empty file has no checksum type; Hadoop names its default then.
        var type = blocks == 0 ? "CRC32" : "CRC32C";
        algorithm = string.Create(CultureInfo.InvariantCulture, $"MD5-of-{crcsPerBlock}MD5-of-{bytesPerCrc}{type}");
        return bytes;
    }

    private void EndChunk()
    {
        BinaryPrimitives.WriteUInt32BigEndian(_word, ~_crc);
        _block.AppendData(_word);
        _crc = uint.MaxValue;
        _chunkBytes = 0;
    }

    private void EndBlock()
    {
        if (_chunkBytes > 0)
            EndChunk();

        _blockDigests.AddRange(_block.GetHashAndReset());
        _blockBytes = 0;
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));

        foreach (var value in bytes)
            crc = BitOperations.Crc32C(crc, value);

        return crc;
    }

#pragma warning disable CA5351 // The format is Hadoop's; it compares copies and proves nothing.
    private static void HashData(byte[] source, Span<byte> destination) => MD5.HashData(source, destination);
#pragma warning restore CA5351
}
