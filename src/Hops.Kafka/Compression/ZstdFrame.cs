using System.Buffers.Binary;

namespace Hops.Kafka.Compression;

/// <summary>
/// Zstandard frames (RFC 8878): all of decoding, bounded; of encoding only frames that store their content, which every decoder reads. The
/// checksum of the content is skipped: a record batch has a CRC of its own.
/// </summary>
internal static class ZstdFrame
{
    private const uint Magic = 0xFD2FB528;
    private const uint SkippableMagic = 0x184D2A50;
    private const int BlockMaxBytes = 128 << 10;

    public static void Decompress(ReadOnlySpan<byte> compressed, ByteBuffer output)
    {
        while (!compressed.IsEmpty)
        {
            if (compressed.Length < 8)
                throw Truncated();
            var magic = BinaryPrimitives.ReadUInt32LittleEndian(compressed);
            if ((magic & 0xFFFFFFF0) == SkippableMagic)
            {
                var skipBytes = BinaryPrimitives.ReadUInt32LittleEndian(compressed[4..]);
                if (skipBytes > compressed.Length - 8)
                    throw Truncated();
                compressed = compressed[(8 + (int)skipBytes)..];
                continue;
            }

            if (magic != Magic)
                throw Codecs.Malformed("zstd: no frame begins here");
            compressed = compressed[(4 + Frame(compressed[4..], output))..];
        }
    }

    /// <summary>Writes one frame that stores the records as they are.</summary>
    public static void Store(ReadOnlySpan<byte> records, ByteBuffer output)
    {
        var header = output.GetSpan(9);
        BinaryPrimitives.WriteUInt32LittleEndian(header, Magic);
        header[4] = 0xA0;
        BinaryPrimitives.WriteUInt32LittleEndian(header[5..], (uint)records.Length);
        output.Advance(9);
        do
        {
            var block = records[..Math.Min(records.Length, BlockMaxBytes)];
            records = records[block.Length..];
            var blockHeader = (block.Length << 3) | (records.IsEmpty ? 1 : 0);
            output.Write([(byte)blockHeader, (byte)(blockHeader >> 8), (byte)(blockHeader >> 16)]);
            output.Write(block);
        }
        while (!records.IsEmpty);
    }

    /// <summary>One frame after its magic.</summary>
    /// <returns>Its length.</returns>
    private static int Frame(ReadOnlySpan<byte> bytes, ByteBuffer output)
    {
        var descriptor = bytes[0];
        if ((descriptor & 0x08) != 0)
            throw Codecs.Malformed("zstd: the frame uses a feature that is not defined");
        var isSingleSegment = (descriptor & 0x20) != 0;
        var sizeBytes = (descriptor >> 6) switch
        {
            0 => isSingleSegment ? 1 : 0,
            1 => 2,
            2 => 4,
            _ => 8,
        };
        ReadOnlySpan<int> dictionaryBytes = [0, 1, 2, 4];
        var at = 1 + (isSingleSegment ? 0 : 1);
        var dictionary = Number(bytes, ref at, dictionaryBytes[descriptor & 3]);
        if (dictionary != 0)
            throw Codecs.Malformed("zstd: the frame needs a dictionary");
        var contentBytes = Number(bytes, ref at, sizeBytes) + (sizeBytes == 2 ? 256UL : 0);
        var start = output.LengthBytes;
        var block = new ZstdBlock(output, start);
        var isLast = false;
        while (!isLast)
        {
            var header = (int)Number(bytes, ref at, 3);
            isLast = (header & 1) != 0;
            at += Block(bytes[at..], header >> 3, (header >> 1) & 3, block, output);
        }

        if (sizeBytes > 0 && contentBytes != (ulong)(output.LengthBytes - start))
            throw Codecs.Malformed("zstd: the content has another length than the frame says");
        if ((descriptor & 0x04) != 0)
            Number(bytes, ref at, 4);
        return at;
    }

    /// <summary>One block.</summary>
    /// <returns>Its length after the header.</returns>
    private static int Block(ReadOnlySpan<byte> bytes, int sizeBytes, int type, ZstdBlock block, ByteBuffer output)
    {
        const int Raw = 0, Repeated = 1, Compressed = 2;
        if (sizeBytes > BlockMaxBytes)
            throw Codecs.Malformed("zstd: a block is too large");
        var lengthBytes = type == Repeated ? 1 : sizeBytes;
        if (lengthBytes > bytes.Length)
            throw Truncated();
        switch (type)
        {
            case Raw:
                output.Write(bytes[..sizeBytes]);
                break;
            case Repeated:
                output.Fill(bytes[0], sizeBytes);
                break;
            case Compressed:
                block.Decompress(bytes[..sizeBytes]);
                break;
            default:
                throw Codecs.Malformed("zstd: a block is of a type that is not defined");
        }

        return lengthBytes;
    }

    private static ulong Number(ReadOnlySpan<byte> bytes, ref int at, int lengthBytes)
    {
        if (lengthBytes > bytes.Length - at)
            throw Truncated();
        var value = 0UL;
        for (var i = lengthBytes - 1; i >= 0; i--)
            value = (value << 8) | bytes[at + i];
        at += lengthBytes;
        return value;
    }

    private static Hops.Core.Errors.PlatformException Truncated() => Codecs.Malformed("zstd: the frame ends too early");
}
