using System.Buffers.Binary;
using System.Runtime.Intrinsics;

namespace Hops.Kafka.Compression;

/// <summary>One block of LZ4 (lz4_Block_format.md of the LZ4 project): tokens, literals and matches in a window of 64 KiB.</summary>
internal static class Lz4Block
{
    private const int MatchLeast = 4;
    private const int LastLiterals = 5;
    private const int MatchSafety = 12;
    private const int DistanceMax = 65535;
    private const int HashBits = 13;

    /// <summary>Bytes of one step of a copy.</summary>
    private const int CopyBytes = 16;

    /// <summary>A longer run is not in any batch; beyond it a sum of lengths would overflow.</summary>
    private const int RunMax = 1 << 30;

    /// <summary>Decompresses one block.</summary>
    /// <param name="block">The block.</param>
    /// <param name="output">Where it goes.</param>
    /// <param name="windowStart">First byte of the output that a match may reach.</param>
    public static void Decompress(ReadOnlySpan<byte> block, ByteBuffer output, int windowStart)
    {
        var at = 0;
        var target = output.Whole(0);
        var end = output.LengthBytes;
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
            if (target.Length - end < literals + CopyBytes)
                Grow(output, literals + CopyBytes, end, ref target);
            CopyLiterals(block, at, target, end, literals);
            at += literals;
            end += literals;
            if (at == block.Length)
                break;
            if (block.Length - at < 2)
                throw Codecs.Malformed("lz4: a block ends in a match");
            var distance = BinaryPrimitives.ReadUInt16LittleEndian(block[at..]);
            at += 2;
            var count = (token & 15) + MatchLeast;
            if (count == 15 + MatchLeast)
                count += Extension(block, ref at);
            if (distance == 0 || distance > end - windowStart)
                throw Codecs.Malformed("lz4: a match points before the data");
            if (target.Length - end < count + CopyBytes)
                Grow(output, count + CopyBytes, end, ref target);
            CopyMatch(target, end, distance, count);
            end += count;
        }

        output.Advance(end - output.LengthBytes);
    }

    /// <summary>Makes room. What was decompressed so far is reported before, so that the bound of the output holds.</summary>
    private static void Grow(ByteBuffer output, int room, int end, ref Span<byte> target)
    {
        output.Advance(end - output.LengthBytes);
        target = output.Whole(room);
    }

    /// <summary>Most runs are short: one copy of a fixed length, of which the surplus is overwritten later, beats one of the right length.</summary>
    private static void CopyLiterals(ReadOnlySpan<byte> block, int at, Span<byte> target, int end, int count)
    {
        if (count <= CopyBytes && block.Length - at >= CopyBytes)
            Vector128.Create(block.Slice(at, CopyBytes)).CopyTo(target[end..]);
        else
            block.Slice(at, count).CopyTo(target[end..]);
    }

    /// <summary>Copies what lies <paramref name="distance"/> bytes back; the two may overlap, and then repeat a pattern.</summary>
    private static void CopyMatch(Span<byte> target, int end, int distance, int count)
    {
        if (distance >= CopyBytes)
        {
            for (var done = 0; done < count; done += CopyBytes)
                Vector128.Create(target.Slice(end - distance + done, CopyBytes)).CopyTo(target[(end + done)..]);
            return;
        }

        if (distance == 1)
        {
            target.Slice(end, count).Fill(target[end - 1]);
            return;
        }

        for (var done = 0; done < count; done++)
            target[end + done] = target[end - distance + done];
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
            if (sum > RunMax)
                throw Codecs.Malformed("lz4: a length cannot be");
            if (part != 255)
                return sum;
        }
    }
}
