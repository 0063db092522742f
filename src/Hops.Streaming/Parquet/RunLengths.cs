using System.Runtime.InteropServices;
using Hops.Kafka.Compression;

namespace Hops.Streaming.Parquet;

/// <summary>
/// Parquet's hybrid of runs and packed bits (Encodings.md, RLE = 3): numbers of a fixed width of bits, of which those that repeat are written once.
/// </summary>
internal static class RunLengths
{
    /// <summary>Equal numbers that are worth a run of their own.</summary>
    private const int RunLeast = 16;

    private const int GroupLength = 8;

    /// <summary>Writes an unsigned number in groups of seven bits, the lowest first (ULEB128).</summary>
    public static void WriteVarint(ByteBuffer output, ulong value)
    {
        const int LengthMax = 10;
        var target = output.GetSpan(LengthMax);
        var length = 0;
        for (; value >= 0x80; value >>= 7)
            target[length++] = (byte)(value | 0x80);
        target[length++] = (byte)value;
        output.Advance(length);
    }

    /// <summary>Writes one number that stands for all.</summary>
    /// <param name="output">Gets the bytes.</param>
    /// <param name="value">The number.</param>
    /// <param name="count">How often it stands there.</param>
    /// <param name="bitWidth">Bits of a number, 1 to 16.</param>
    public static void WriteRun(ByteBuffer output, int value, int count, int bitWidth)
    {
        WriteVarint(output, (ulong)count << 1);
        output.Fill((byte)value, 1);
        if (bitWidth > 8)
            output.Fill((byte)(value >> 8), 1);
    }

    /// <summary>Writes bits as they lie in memory, the lowest first.</summary>
    public static void WriteBits(ByteBuffer output, ReadOnlySpan<ulong> bits, int count)
    {
        var groups = (count + GroupLength - 1) / GroupLength;
        WriteVarint(output, ((ulong)groups << 1) | 1);
        output.Write(MemoryMarshal.AsBytes(bits)[..groups]);
    }

    /// <summary>Writes numbers.</summary>
    /// <param name="output">Gets the bytes.</param>
    /// <param name="values">The numbers, each of at most <paramref name="bitWidth"/> bits.</param>
    /// <param name="bitWidth">Bits of a number, 1 to 16.</param>
    public static void Write(ByteBuffer output, ReadOnlySpan<ushort> values, int bitWidth)
    {
        var packedFrom = 0;
        var at = 0;
        while (at < values.Length)
        {
            var run = RunAt(values, at);
            if (run < RunLeast)
            {
                at = Math.Min(at + GroupLength, values.Length);
                continue;
            }

            WritePacked(output, values[packedFrom..at], bitWidth);
            WriteRun(output, values[at], run, bitWidth);
            at += run;
            packedFrom = at;
        }

        WritePacked(output, values[packedFrom..], bitWidth);
    }

    private static int RunAt(ReadOnlySpan<ushort> values, int at)
    {
        var rest = values[at..];
        if (rest.Length < RunLeast || rest[1] != rest[0])
            return 1;
        var end = rest.IndexOfAnyExcept(rest[0]);
        return end < 0 ? rest.Length : end;
    }

    private static void WritePacked(ByteBuffer output, ReadOnlySpan<ushort> values, int bitWidth)
    {
        if (values.IsEmpty)
            return;
        var groups = (values.Length + GroupLength - 1) / GroupLength;
        WriteVarint(output, ((ulong)groups << 1) | 1);
        var lengthBytes = groups * bitWidth;
        // Whole words are written, of which the last may have bytes that do not count.
        var target = output.GetSpan(lengthBytes + sizeof(ulong));
        var (word, bits, at) = (0UL, 0, 0);
        foreach (var value in values)
        {
            word |= (ulong)value << bits;
            bits += bitWidth;
            if (bits < 64)
                continue;
            MemoryMarshal.Write(target[at..], word);
            at += sizeof(ulong);
            bits -= 64;
            word = bits == 0 ? 0 : (ulong)value >> (bitWidth - bits);
        }

        MemoryMarshal.Write(target[at..], word);
        if (lengthBytes > at + sizeof(ulong))
            target[(at + sizeof(ulong))..lengthBytes].Clear();
        output.Advance(lengthBytes);
    }
}
