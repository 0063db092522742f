using System.Buffers.Binary;
using System.Numerics;
using Hops.Kafka.Compression;

namespace Hops.Streaming.Parquet;

/// <summary>Which rows of a page have a value: the definition levels of a column that is not nested, 1 for a value and 0 for null.</summary>
/// <param name="rowsMax">Most rows of a page.</param>
internal sealed unsafe class DefinitionLevels(int rowsMax)
{
    private readonly ulong[] _bits = new ulong[(rowsMax / 64) + 1];

    /// <summary>Rows so far.</summary>
    public int Count { get; private set; }

    /// <summary>Those of them that have a value.</summary>
    public int ValueCount { get; private set; }

    /// <summary>Adds rows.</summary>
    /// <param name="validity">DuckDB's mask: a bit for each row of the chunk, 1 for a value; null if all have one.</param>
    /// <param name="first">First row of the chunk.</param>
    /// <param name="count">How many.</param>
    /// <returns>Those of them that have a value.</returns>
    public int Add(ulong* validity, int first, int count)
    {
        var before = ValueCount;
        for (var row = 0; row < count; row += 64)
        {
            var width = Math.Min(64, count - row);
            var bits = (validity is null ? ulong.MaxValue : BitsAt(validity, first + row, width)) & (ulong.MaxValue >> (64 - width));
            var (word, shift) = (Count >> 6, Count & 63);
            _bits[word] |= bits << shift;
            if (shift + width > 64)
                _bits[word + 1] |= bits >> (64 - shift);
            Count += width;
            ValueCount += BitOperations.PopCount(bits);
        }

        return ValueCount - before;
    }

    /// <summary>Writes the levels, with their length before them as a data page of version 1 wants it, and begins the next page.</summary>
    public void Write(ByteBuffer page)
    {
        var start = page.LengthBytes;
        page.Fill(0, sizeof(int));
        if (ValueCount == Count)
            RunLengths.WriteRun(page, 1, Count, bitWidth: 1);
        else
            RunLengths.WriteBits(page, _bits, Count);
        BinaryPrimitives.WriteInt32LittleEndian(page.Span[start..], page.LengthBytes - start - sizeof(int));
        Clear();
    }

    /// <summary>Begins a page.</summary>
    public void Clear()
    {
        Array.Clear(_bits);
        (Count, ValueCount) = (0, 0);
    }

    private static ulong BitsAt(ulong* validity, int row, int width)
    {
        var shift = row & 63;
        var bits = validity[row >> 6] >> shift;
        // The next word is there only if the rows reach into it.
        return shift + width > 64 ? bits | (validity[(row >> 6) + 1] << (64 - shift)) : bits;
    }
}
