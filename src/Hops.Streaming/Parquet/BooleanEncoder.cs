using Hops.Kafka.Compression;

namespace Hops.Streaming.Parquet;

/// <summary>Encodes true and false as one bit each.</summary>
internal sealed unsafe class BooleanEncoder() : ColumnEncoder(valueBytes: 1)
{
    /// <summary>Moves the lowest bits of eight bytes side by side into the highest byte.</summary>
    private const ulong Gather = 0x0102_0408_1020_4080;

    private readonly byte[] _bits = new byte[PageRowsMax / 8];
    private int _count;
    private bool _hasFalse;
    private bool _hasTrue;

    protected override int ValuesBytes => _count / 8;

    protected override void AddValues(byte* values, int count)
    {
        var at = 0;
        var seen = 0UL;
        var all = 0x0101_0101_0101_0101UL;
        if ((_count & 7) == 0)
        {
            for (; at + 8 <= count; at += 8, _count += 8)
            {
                var eight = *(ulong*)(values + at);
                seen |= eight;
                all &= eight;
                _bits[_count >> 3] = (byte)((eight * Gather) >> 56);
            }
        }

        _hasTrue |= seen != 0;
        _hasFalse |= all != 0x0101_0101_0101_0101UL;
        for (; at < count; at++, _count++)
        {
            var value = values[at] & 1;
            _hasTrue |= value == 1;
            _hasFalse |= value == 0;
            _bits[_count >> 3] |= (byte)(value << (_count & 7));
        }
    }

    protected override int BeginPage(bool isFirst) => Encodings.Plain;

    protected override void WriteValues(ByteBuffer page)
    {
        page.Write(_bits.AsSpan(0, (_count + 7) / 8));
        Array.Clear(_bits);
        _count = 0;
    }

    protected override (byte[]? Least, byte[]? Greatest) Bounds() =>
        _hasFalse || _hasTrue ? ([_hasFalse ? (byte)0 : (byte)1], [_hasTrue ? (byte)1 : (byte)0]) : default;

    protected override void ClearValues()
    {
        Array.Clear(_bits);
        (_count, _hasFalse, _hasTrue) = (0, false, false);
    }
}
