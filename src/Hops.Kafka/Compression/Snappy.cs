using System.Buffers.Binary;

namespace Hops.Kafka.Compression;

/// <summary>
/// Snappy as clients send it: one raw block, or the framing of xerial's snappy-java (8 bytes of magic, two versions, then blocks with a
/// length before each). Decoding is our own, so that lengths are checked before memory is taken; encoding is IronSnappy's.
/// </summary>
internal static class Snappy
{
    private const int XerialHeaderBytes = 16;
    private const int XerialBlockBytes = 32 << 10;

    private static ReadOnlySpan<byte> XerialMagic => [0x82, (byte)'S', (byte)'N', (byte)'A', (byte)'P', (byte)'P', (byte)'Y', 0];

    public static void Decompress(ReadOnlySpan<byte> compressed, ByteBuffer output)
    {
        if (!compressed.StartsWith(XerialMagic))
        {
            DecompressBlock(compressed, output);
            return;
        }

        if (compressed.Length < XerialHeaderBytes)
            throw Codecs.Malformed("snappy: the stream ends in its header");
        for (var rest = compressed[XerialHeaderBytes..]; !rest.IsEmpty;)
        {
            var lengthBytes = rest.Length < 4 ? -1 : BinaryPrimitives.ReadInt32BigEndian(rest);
            if (lengthBytes < 0 || lengthBytes > rest.Length - 4)
                throw Codecs.Malformed("snappy: the stream ends in a block");
            DecompressBlock(rest.Slice(4, lengthBytes), output);
            rest = rest[(4 + lengthBytes)..];
        }
    }

    /// <summary>Writes xerial's framing, which all Kafka clients read.</summary>
    public static void Compress(ReadOnlySpan<byte> records, ByteBuffer output)
    {
        output.Write(XerialMagic);
        output.Write([0, 0, 0, 1, 0, 0, 0, 1]);
        while (!records.IsEmpty)
        {
            var block = records[..Math.Min(records.Length, XerialBlockBytes)];
            var compressed = IronSnappy.Snappy.Encode(block);
            BinaryPrimitives.WriteInt32BigEndian(output.GetSpan(4), compressed.Length);
            output.Advance(4);
            output.Write(compressed);
            records = records[block.Length..];
        }
    }

    /// <summary>One raw block: its length, then literals and copies (format_description.txt of Snappy).</summary>
    private static void DecompressBlock(ReadOnlySpan<byte> block, ByteBuffer output)
    {
        var expected = Length(ref block);
        var start = output.LengthBytes;
        while (!block.IsEmpty)
        {
            var tag = block[0];
            block = block[1..];
            if ((tag & 3) == 0)
            {
                Literal(tag, ref block, output);
                continue;
            }

            var (count, distance) = Copy(tag, ref block);
            if (distance == 0 || distance > output.LengthBytes - start)
                throw Codecs.Malformed("snappy: a copy points before the block");
            output.CopyBack(distance, count);
            if (output.LengthBytes - start > expected)
                break;
        }

        if (output.LengthBytes - start != expected)
            throw Codecs.Malformed("snappy: a block has another length than it says");
    }

    private static uint Length(ref ReadOnlySpan<byte> block)
    {
        var value = 0UL;
        for (var i = 0; i < 5 && i < block.Length; i++)
        {
            value |= (ulong)(block[i] & 0x7F) << (7 * i);
            if (block[i] >= 0x80)
                continue;
            block = block[(i + 1)..];
            return value <= int.MaxValue ? (uint)value : throw Codecs.Malformed("snappy: a block is too long");
        }

        throw Codecs.Malformed("snappy: a block has no length");
    }

    private static void Literal(byte tag, ref ReadOnlySpan<byte> block, ByteBuffer output)
    {
        var count = (uint)tag >> 2;
        if (count >= 60)
        {
            var countBytes = (int)count - 59;
            count = 0;
            var bytes = Take(ref block, countBytes);
            for (var i = 0; i < countBytes; i++)
                count |= (uint)bytes[i] << (8 * i);
        }

        if (count >= block.Length)
            throw Codecs.Malformed("snappy: it ends in a literal");
        output.Write(Take(ref block, (int)count + 1));
    }

    private static (int Count, int Distance) Copy(byte tag, ref ReadOnlySpan<byte> block) => (tag & 3) switch
    {
        1 => (((tag >> 2) & 7) + 4, ((tag >> 5) << 8) | Take(ref block, 1)[0]),
        2 => ((tag >> 2) + 1, BinaryPrimitives.ReadUInt16LittleEndian(Take(ref block, 2))),
        _ => ((tag >> 2) + 1, BinaryPrimitives.ReadInt32LittleEndian(Take(ref block, 4)) is var far and >= 0 ? far : 0),
    };

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> block, int count)
    {
        if (count > block.Length)
            throw Codecs.Malformed("snappy: it ends in a tag");
        var taken = block[..count];
        block = block[count..];
        return taken;
    }
}
