using System.Numerics;

namespace Hops.Kafka.Compression;

/// <summary>A Huffman decoding table of Zstandard (RFC 8878 section 4.2).</summary>
internal sealed class ZstdHuffman
{
    private const int BitsMax = 11;
    private const int WeightAccuracyMax = 6;

    private readonly (byte Symbol, byte Bits)[] _cells;
    private readonly int _bits;

    private ZstdHuffman((byte Symbol, byte Bits)[] cells, int bits)
    {
        _cells = cells;
        _bits = bits;
    }

    /// <summary>Reads a description of a tree.</summary>
    /// <returns>The table, and how many bytes the description took.</returns>
    public static (ZstdHuffman Table, int LengthBytes) Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            throw Codecs.Malformed("zstd: a Huffman tree is missing");
        Span<byte> weights = stackalloc byte[256];
        var header = bytes[0];
        var lengthBytes = header < 128 ? header : (header - 127 + 1) / 2;
        if (lengthBytes > bytes.Length - 1)
            throw Codecs.Malformed("zstd: a Huffman tree ends too early");
        var description = bytes.Slice(1, lengthBytes);
        var count = header < 128 ? Compressed(description, weights) : Direct(description, header - 127, weights);
        return (Build(weights, count), 1 + lengthBytes);
    }

    /// <summary>Decodes one stream of symbols.</summary>
    public void Decode(ReadOnlySpan<byte> stream, Span<byte> output)
    {
        var bits = new ZstdBits(stream);
        foreach (ref var symbol in output)
        {
            var cell = _cells[bits.Peek(_bits)];
            symbol = cell.Symbol;
            bits.Skip(cell.Bits);
        }

        if (bits.Left != 0)
            throw Codecs.Malformed("zstd: a stream of literals has another length than it says");
    }

    private static int Direct(ReadOnlySpan<byte> description, int count, Span<byte> weights)
    {
        for (var i = 0; i < count; i++)
            weights[i] = (byte)((i & 1) == 0 ? description[i / 2] >> 4 : description[i / 2] & 15);
        return count;
    }

    /// <summary>Weights that are themselves compressed, by two states that take turns until the bits run out.</summary>
    private static int Compressed(ReadOnlySpan<byte> description, Span<byte> weights)
    {
        var (table, tableBytes) = ZstdFse.Read(description, WeightAccuracyMax, symbolMax: 255);
        if (tableBytes > description.Length)
            throw Codecs.Malformed("zstd: a Huffman tree ends too early");
        var bits = new ZstdBits(description[tableBytes..]);
        Span<int> states = [(int)bits.Read(table.AccuracyLog), (int)bits.Read(table.AccuracyLog)];
        if (bits.Left < 0)
            throw Codecs.Malformed("zstd: a Huffman tree ends too early");
        for (var count = 0; count < 254; count++)
        {
            ref var state = ref states[count & 1];
            weights[count] = table.Symbol(state);
            state = table.Next(state, ref bits);
            if (bits.Left >= 0)
                continue;
            weights[count + 1] = table.Symbol(states[(count + 1) & 1]);
            return count + 2;
        }

        throw Codecs.Malformed("zstd: a Huffman tree has too many symbols");
    }

    private static ZstdHuffman Build(Span<byte> weights, int count)
    {
        var sum = 0;
        foreach (var weight in weights[..count])
        {
            if (weight > BitsMax)
                throw Codecs.Malformed("zstd: a Huffman code is too long");
            sum += weight == 0 ? 0 : 1 << (weight - 1);
        }

        if (sum == 0 || BitOperations.Log2((uint)sum) + 1 > BitsMax)
            throw Codecs.Malformed("zstd: a Huffman tree is not one");
        var tableBits = BitOperations.Log2((uint)sum) + 1;
        var rest = (1 << tableBits) - sum;
        if (!BitOperations.IsPow2(rest) || count > 255)
            throw Codecs.Malformed("zstd: a Huffman tree is not complete");
        weights[count++] = (byte)(BitOperations.Log2((uint)rest) + 1);
        var cells = new (byte, byte)[1 << tableBits];
        var at = 0;
        for (var weight = 1; weight <= tableBits; weight++)
        {
            for (var symbol = 0; symbol < count; symbol++)
            {
                if (weights[symbol] != weight)
                    continue;
                cells.AsSpan(at, 1 << (weight - 1)).Fill(((byte)symbol, (byte)(tableBits + 1 - weight)));
                at += 1 << (weight - 1);
            }
        }

        return new ZstdHuffman(cells, tableBits);
    }
}
