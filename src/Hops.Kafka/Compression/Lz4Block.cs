using System.Buffers.Binary;

namespace Hops.Kafka.Compression;

/// <summary>One block of LZ4 (lz4_Block_format.md of the LZ4 project): tokens, literals and matches in a window of 64 KiB.</summary>
internal static class Lz4Block
{
    private const int MatchLeast = 4;
    private const int LastLiterals = 5;
    private const int MatchSafety = 12;
    private const int DistanceMax = 65535;
    private const int HashBits = 13;

    /// <summary>Decompresses one block.</summary>
    /// <param name="block">The block.</param>
    /// <param name="output">Where it goes.</param>
    /// <param name="windowStart">First byte of the output that a match may reach.</param>
    public static void Decompress(ReadOnlySpan<byte> block, ByteBuffer output, int windowStart)
    {
        var at = 0;
        while (true)
        {
            if (at >= block.Length)
                throw Codecs.Malformed("lz4: a block ends in a match");
            var token = block[at++];
            var literals = token >> 4;
            if (literals == 15)
                literals += Extension(block, ref at);
            if (literals > block.Length - at)
                throw Codecs.Malformed("lz4: a block ends in its literals");
            output.Write(block.Slice(at, literals));
            at += literals;
            if (at == block.Length)
                return;
            if (block.Length - at < 2)
                throw Codecs.Malformed("lz4: a block ends in a match");
            var distance = BinaryPrimitives.ReadUInt16LittleEndian(block[at..]);
            at += 2;
            var count = token & 15;
            if (count == 15)
                count += Extension(block, ref at);
            if (distance == 0 || distance > output.LengthBytes - windowStart)
                throw Codecs.Malformed("lz4: a match points before the data");
            output.CopyBack(distance, count + MatchLeast);
        }
    }

    /// <summary>Compresses one block of at most 64 KiB.</summary>
    /// <param name="table">Work space of <see cref="TableLength"/> entries; cleared here.</param>
    public static void Compress(ReadOnlySpan<byte> source, ByteBuffer output, Span<ushort> table)
    {
        table.Clear();
        var anchor = 0;
        var at = 1;
        var limit = source.Length - MatchSafety;
        var misses = 0;
        while (at < limit)
        {
            var sequence = BinaryPrimitives.ReadUInt32LittleEndian(source[at..]);
            ref var slot = ref table[(int)((sequence * 2654435761u) >> (32 - HashBits))];
            var candidate = (int)slot;
            slot = (ushort)at;
            if (candidate >= at || at - candidate > DistanceMax || BinaryPrimitives.ReadUInt32LittleEndian(source[candidate..]) != sequence)
            {
                at += 1 + (misses++ >> 6);
                continue;
            }

            misses = 0;
            while (at > anchor && candidate > 0 && source[at - 1] == source[candidate - 1])
            {
                at--;
                candidate--;
            }

            var count = MatchLeast + source[(at + MatchLeast)..^LastLiterals].CommonPrefixLength(source[(candidate + MatchLeast)..]);
            Emit(source[anchor..at], at - candidate, count - MatchLeast, output);
            at += count;
            anchor = at;
        }

        Emit(source[anchor..], 0, 0, output);
    }

    /// <summary>Entries of the work space of <see cref="Compress"/>.</summary>
    public static int TableLength => 1 << HashBits;

    private static void Emit(ReadOnlySpan<byte> literals, int distance, int extra, ByteBuffer output)
    {
        output.Write([(byte)((Math.Min(literals.Length, 15) << 4) | Math.Min(extra, 15))]);
        if (literals.Length >= 15)
            Extend(literals.Length - 15, output);
        output.Write(literals);
        if (distance == 0)
            return;
        output.Write([(byte)distance, (byte)(distance >> 8)]);
        if (extra >= 15)
            Extend(extra - 15, output);
    }

    private static void Extend(int rest, ByteBuffer output)
    {
        output.Fill(255, rest / 255);
        output.Write([(byte)(rest % 255)]);
    }

    private static int Extension(ReadOnlySpan<byte> block, ref int at)
    {
        var sum = 0;
        while (true)
        {
            if (at >= block.Length)
                throw Codecs.Malformed("lz4: a block ends in a length");
            var part = block[at++];
            sum += part;
            if (part != 255)
                return sum;
        }
    }
}
