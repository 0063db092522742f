using System.Numerics;

namespace Hops.Kafka.Compression;

/// <summary>A decoding table of finite state entropy (RFC 8878 section 4.1).</summary>
internal sealed class ZstdFse
{
    private readonly Cell[] _cells;

    private ZstdFse(int accuracyLog, Cell[] cells)
    {
        AccuracyLog = accuracyLog;
        _cells = cells;
    }

    /// <summary>One state: the symbol it stands for, and how to come to the next state.</summary>
    private readonly record struct Cell(byte Symbol, byte Bits, ushort Base);

    public int AccuracyLog { get; }

    /// <summary>The table that always gives one symbol.</summary>
    public static ZstdFse Single(byte symbol) => new(0, [new Cell(symbol, 0, 0)]);

    /// <summary>Builds the table of a distribution; -1 stands for "less than one".</summary>
    public static ZstdFse Build(ReadOnlySpan<short> distribution, int accuracyLog)
    {
        var size = 1 << accuracyLog;
        var symbols = new byte[size];
        Span<ushort> next = stackalloc ushort[256];
        var high = size;
        for (var symbol = 0; symbol < distribution.Length; symbol++)
        {
            next[symbol] = distribution[symbol] < 0 ? (ushort)1 : (ushort)distribution[symbol];
            if (distribution[symbol] < 0)
                symbols[--high] = (byte)symbol;
        }

        var step = (size >> 1) + (size >> 3) + 3;
        var at = 0;
        for (var symbol = 0; symbol < distribution.Length; symbol++)
        {
            for (var i = 0; i < distribution[symbol]; i++)
            {
                symbols[at] = (byte)symbol;
                do
                    at = (at + step) & (size - 1);
                while (at >= high);
            }
        }

        var cells = new Cell[size];
        for (var i = 0; i < size; i++)
        {
            var state = next[symbols[i]]++;
            var bits = accuracyLog - BitOperations.Log2(state);
            cells[i] = new Cell(symbols[i], (byte)bits, (ushort)((state << bits) - size));
        }

        return new ZstdFse(accuracyLog, cells);
    }

    /// <summary>Reads a distribution and builds its table.</summary>
    /// <returns>The table, and how many bytes the distribution took.</returns>
    public static (ZstdFse Table, int LengthBytes) Read(ReadOnlySpan<byte> bytes, int accuracyLogMax, int symbolMax)
    {
        var at = 0;
        var accuracyLog = Forward(bytes, ref at, 4) + 5;
        if (accuracyLog > accuracyLogMax)
            throw Codecs.Malformed("zstd: a table is larger than allowed");
        Span<short> distribution = stackalloc short[256];
        var remaining = 1 << accuracyLog;
        var count = 0;
        while (remaining > 0)
        {
            var bits = BitOperations.Log2((uint)remaining + 1) + 1;
            var value = Forward(bytes, ref at, bits);
            var lower = (1 << (bits - 1)) - 1;
            var threshold = (1 << bits) - 1 - (remaining + 1);
            if ((value & lower) < threshold)
            {
                at--;
                value &= lower;
            }
            else if (value > lower)
            {
                value -= threshold;
            }

            var probability = value - 1;
            remaining -= Math.Abs(probability);
            if (count > symbolMax || remaining < 0)
                throw Codecs.Malformed("zstd: a table has too many symbols");
            distribution[count++] = (short)probability;
            if (probability == 0)
                SkipZeros(bytes, ref at, ref count, symbolMax);
        }

        return (Build(distribution[..count], accuracyLog), (at + 7) / 8);
    }

    public byte Symbol(int state) => _cells[state].Symbol;

    /// <summary>The state after this one.</summary>
    public int Next(int state, ref ZstdBits bits)
    {
        var cell = _cells[state];
        return cell.Base + (int)bits.Read(cell.Bits);
    }

    private static void SkipZeros(ReadOnlySpan<byte> bytes, ref int at, ref int count, int symbolMax)
    {
        int repeat;
        do
        {
            repeat = Forward(bytes, ref at, 2);
            count += repeat;
            if (count > symbolMax + 1)
                throw Codecs.Malformed("zstd: a table has too many symbols");
        }
        while (repeat == 3);
    }

    /// <summary>Bits in forward order, lowest first.</summary>
    private static int Forward(ReadOnlySpan<byte> bytes, ref int at, int count)
    {
        var value = 0;
        for (var i = 0; i < count; i++, at++)
        {
            // The last field may be read one bit too wide and given back, beyond the end of the bytes too.
            if (at >> 3 > bytes.Length)
                throw Codecs.Malformed("zstd: a table ends too early");
            if (at >> 3 < bytes.Length)
                value |= ((bytes[at >> 3] >> (at & 7)) & 1) << i;
        }

        return value;
    }
}
