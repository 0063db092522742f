using System.Buffers;
using System.Buffers.Binary;

namespace Hops.Kafka.Compression;

/// <summary>The LZ4 frame format (lz4_Frame_format.md, version 1.6): a header, blocks, and checksums, all of which are checked.</summary>
internal static class Lz4Frame
{
    private const uint Magic = 0x184D2204;
    private const int BlockBytes = 64 << 10;
    private const uint StoredBit = 0x80000000;

    public static void Decompress(ReadOnlySpan<byte> compressed, ByteBuffer output)
    {
        while (!compressed.IsEmpty)
            compressed = compressed[Frame(compressed, output)..];
    }

    /// <summary>Writes one frame of independent blocks of 64 KiB, without checksums of blocks: the batch has a CRC of its own.</summary>
    public static void Compress(ReadOnlySpan<byte> records, ByteBuffer output)
    {
        ReadOnlySpan<byte> descriptor = [0x60, 0x40];
        WriteUInt32(output, Magic);
        output.Write(descriptor);
        output.Write([(byte)(XxHash32.Compute(descriptor) >> 8)]);
        var table = ArrayPool<ushort>.Shared.Rent(Lz4Block.TableLength);
        using var block = new ByteBuffer(BlockBytes + 1024);
        for (; !records.IsEmpty; records = records[Math.Min(records.Length, BlockBytes)..])
        {
            var source = records[..Math.Min(records.Length, BlockBytes)];
            block.Clear();
            Lz4Block.Compress(source, block, table.AsSpan(0, Lz4Block.TableLength));
            var isStored = block.LengthBytes >= source.Length;
            WriteUInt32(output, isStored ? (uint)source.Length | StoredBit : (uint)block.LengthBytes);
            output.Write(isStored ? source : block.Span);
        }

        ArrayPool<ushort>.Shared.Return(table);
        WriteUInt32(output, 0);
    }

    /// <summary>One frame.</summary>
    /// <returns>Its length.</returns>
    private static int Frame(ReadOnlySpan<byte> bytes, ByteBuffer output)
    {
        var at = 0;
        if (ReadUInt32(bytes, ref at) != Magic)
            throw Codecs.Malformed("lz4: no frame begins here");
        var flags = ReadByte(bytes, ref at);
        ReadByte(bytes, ref at);
        if ((flags & 0xC0) != 0x40 || (flags & 1) != 0)
            throw Codecs.Malformed("lz4: the version of the frame is unknown, or it needs a dictionary");
        var areBlocksIndependent = (flags & 0x20) != 0;
        var contentBytes = (flags & 0x08) != 0 ? ReadUInt64(bytes, ref at) : (ulong?)null;
        var descriptor = bytes[4..at];
        if (ReadByte(bytes, ref at) != (byte)(XxHash32.Compute(descriptor) >> 8))
            throw Codecs.Malformed("lz4: the checksum of the frame's header does not match");
        var start = output.LengthBytes;
        while (Block(bytes, ref at, hasChecksum: (flags & 0x10) != 0, areBlocksIndependent ? output.LengthBytes : start, output))
        {
        }

        if (contentBytes is { } expected && expected != (ulong)(output.LengthBytes - start))
            throw Codecs.Malformed("lz4: the content has another length than the frame says");
        if ((flags & 0x04) != 0 && ReadUInt32(bytes, ref at) != XxHash32.Compute(output.Span[start..]))
            throw Codecs.Malformed("lz4: the checksum of the content does not match");
        return at;
    }

    /// <summary>One block.</summary>
    /// <returns>False for the mark at the end.</returns>
    private static bool Block(ReadOnlySpan<byte> bytes, ref int at, bool hasChecksum, int windowStart, ByteBuffer output)
    {
        var size = ReadUInt32(bytes, ref at);
        if (size == 0)
            return false;
        var lengthBytes = (int)(size & ~StoredBit);
        if (lengthBytes > bytes.Length - at)
            throw Codecs.Malformed("lz4: the frame ends in a block");
        var block = bytes.Slice(at, lengthBytes);
        at += lengthBytes;
        if (hasChecksum && ReadUInt32(bytes, ref at) != XxHash32.Compute(block))
            throw Codecs.Malformed("lz4: the checksum of a block does not match");
        if ((size & StoredBit) != 0)
            output.Write(block);
        else
            Lz4Block.Decompress(block, output, windowStart);
        return true;
    }

    private static byte ReadByte(ReadOnlySpan<byte> bytes, ref int at) => at < bytes.Length ? bytes[at++] : throw Truncated();

    private static uint ReadUInt32(ReadOnlySpan<byte> bytes, ref int at)
    {
        if (bytes.Length - at < 4)
            throw Truncated();
        var value = BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
        at += 4;
        return value;
    }

    private static ulong ReadUInt64(ReadOnlySpan<byte> bytes, ref int at) =>
        ReadUInt32(bytes, ref at) | ((ulong)ReadUInt32(bytes, ref at) << 32);

    private static void WriteUInt32(ByteBuffer output, uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(output.GetSpan(4), value);
        output.Advance(4);
    }

    private static Hops.Core.Errors.PlatformException Truncated() => Codecs.Malformed("lz4: the frame ends too early");
}
