using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hops.Core.Errors;
using Hops.Kafka.Compression;
using Hops.Streaming.Decoding;

namespace Hops.Streaming.Parquet;

/// <summary>Encodes texts and byte sequences: by number in a dictionary as long as they repeat, else with their length before them.</summary>
internal sealed unsafe class TextEncoder() : ColumnEncoder(StringCell.LengthBytes)
{
    private const int ValueMaxBytes = 1 << 30;

    /// <summary>Longest value that is a bound of a row group; longer ones leave it without bounds.</summary>
    private const int BoundMaxBytes = 256;

    private readonly ValueNumbers _numbers = new(PageRowsMax);

    /// <summary>The cells of the dictionary: of a long value the second half is where it is in <see cref="_dictionary"/>.</summary>
    private readonly StringCell.Content[] _cells = new StringCell.Content[ValueNumbers.ValuesMax];

    /// <summary>Values of the dictionary with their lengths, as they are written.</summary>
    private readonly ByteBuffer _dictionary = new(16 * 1024);

    /// <summary>Values of the page at hand with their lengths, those that are not in the dictionary.</summary>
    private readonly ByteBuffer _plain = new(64 * 1024);

    private byte[]? _least;
    private byte[]? _greatest;
    private uint _leastPrefix;
    private uint _greatestPrefix;
    private bool _isUnbounded;

    protected override int ValuesBytes => _numbers.Count + _plain.LengthBytes;

    protected override int RowsOfPage(byte* data, ulong* validity, int first, int count)
    {
        var lengthBytes = 0L;
        for (var row = first; row < count; row++)
        {
            if (validity is not null && (validity[row >> 6] >> (row & 63) & 1) == 0)
                continue;
            lengthBytes += *(uint*)(data + ((long)row * StringCell.LengthBytes));
            if (lengthBytes > PageBytes && row > first)
                return row - first;
        }

        return count - first;
    }

    protected override void AddValues(byte* values, int count)
    {
        var taken = _numbers.IsOn ? AddByNumber(values, count) : 0;
        for (var cell = values + ((long)taken * StringCell.LengthBytes); taken < count; taken++, cell += StringCell.LengthBytes)
        {
            var value = ValueOf(cell);
            WriteValue(_plain, value);
            Bound(cell, value);
        }
    }

    protected override int BeginPage(bool isFirst)
    {
        if (isFirst && _numbers.IsOn && !_numbers.IsWorthwhile)
            WriteAsTheyAre(isTooLarge: false);
        return _numbers.Count > 0 ? Encodings.RleDictionary : Encodings.Plain;
    }

    protected override void WriteValues(ByteBuffer page)
    {
        if (_numbers.Count > 0)
            _numbers.Write(page);
        else
            page.Write(_plain.Span);
        _plain.Clear();
    }

    protected override void WriteDictionary(ByteBuffer page, out int count)
    {
        count = _numbers.ValueCount;
        page.Write(_dictionary.Span);
    }

    protected override (byte[]? Least, byte[]? Greatest) Bounds() => _isUnbounded ? default : (_least, _greatest);

    protected override void ClearValues()
    {
        _numbers.Clear();
        _dictionary.Clear();
        _plain.Clear();
        (_least, _greatest, _isUnbounded) = (null, null, false);
    }

    protected override void DisposeValues()
    {
        _dictionary.Dispose();
        _plain.Dispose();
    }

    /// <summary>Adds values by their numbers in the dictionary until it takes no more.</summary>
    /// <returns>How many were added.</returns>
    private int AddByNumber(byte* values, int count)
    {
        var places = _numbers.Table;
        for (var index = 0; index < count; index++)
        {
            var cell = values + ((long)index * StringCell.LengthBytes);
            var place = ValueNumbers.PlaceOf(HashOf(cell));
            for (var probes = 0; ; probes++, place = ValueNumbers.PlaceBehind(place))
            {
                var number = places[place] - 1;
                if (number >= 0 && IsValue(number, cell))
                {
                    _numbers.Add(number);
                    break;
                }

                if (probes == ValueNumbers.ProbesMax || (number < 0 && (_numbers.IsFull || _dictionary.LengthBytes > PageBytes)))
                {
                    WriteAsTheyAre(isTooLarge: true);
                    return index;
                }

                if (number >= 0)
                    continue;
                AddNew(cell, place);
                break;
            }
        }

        return count;
    }

    private void AddNew(byte* cell, int place)
    {
        var value = ValueOf(cell);
        WriteValue(_dictionary, value);
        ref var kept = ref _cells[_numbers.ValueCount];
        kept = *(StringCell.Content*)cell;
        if (value.Length > StringCell.InlineMax)
            kept.Second = (ulong)(_dictionary.LengthBytes - value.Length);
        Bound(cell, value);
        _numbers.AddNew(place);
    }

    private bool IsValue(int number, byte* cell)
    {
        ref var kept = ref _cells[number];
        var (first, second) = (*(ulong*)cell, *(ulong*)(cell + sizeof(ulong)));
        if (kept.First != first)
            return false;
        var lengthBytes = (int)(uint)first;
        return (uint)lengthBytes <= StringCell.InlineMax
            ? kept.Second == second
            : _dictionary.Span.Slice((int)kept.Second, lengthBytes).SequenceEqual(new ReadOnlySpan<byte>((byte*)second, lengthBytes));
    }

    /// <summary>Has the values of the page at hand as they are; pages before it keep their dictionary.</summary>
    private void WriteAsTheyAre(bool isTooLarge)
    {
        foreach (var number in _numbers.OfPage)
        {
            ref var kept = ref _cells[number];
            var lengthBytes = (int)(uint)kept.First;
            if (lengthBytes > StringCell.InlineMax)
                WriteValue(_plain, _dictionary.Span.Slice((int)kept.Second, lengthBytes));
            else
                WriteValue(_plain, MemoryMarshal.AsBytes(new ReadOnlySpan<StringCell.Content>(in kept)).Slice(sizeof(uint), lengthBytes));
        }

        _numbers.End(isTooLarge);
    }

    private void Bound(byte* cell, ReadOnlySpan<byte> value)
    {
        if (_isUnbounded)
            return;
        // The cell has the first four bytes, zeros behind a shorter value; most values lie between the bounds by these.
        var prefix = BinaryPrimitives.ReverseEndianness(*(uint*)(cell + sizeof(uint)));
        if (_least is not null && prefix > _leastPrefix && prefix < _greatestPrefix)
            return;
        var isLeast = _least is null || value.SequenceCompareTo(_least) < 0;
        var isGreatest = _greatest is null || value.SequenceCompareTo(_greatest) > 0;
        if (!isLeast && !isGreatest)
            return;
        _isUnbounded = value.Length > BoundMaxBytes;
        if (_isUnbounded)
            return;
        if (isLeast)
            (_least, _leastPrefix) = (value.ToArray(), prefix);
        if (isGreatest)
            (_greatest, _greatestPrefix) = (value.ToArray(), prefix);
    }

    private static ReadOnlySpan<byte> ValueOf(byte* cell)
    {
        var lengthBytes = *(uint*)cell;
        if (lengthBytes > ValueMaxBytes)
            throw new PlatformException(ErrorCode.TooLarge, $"A value has {lengthBytes} bytes, and a Parquet file takes {ValueMaxBytes} at most; cut it with substring.");
        return lengthBytes <= StringCell.InlineMax
            ? new ReadOnlySpan<byte>(cell + sizeof(uint), (int)lengthBytes)
            : new ReadOnlySpan<byte>(*(byte**)(cell + sizeof(ulong)), (int)lengthBytes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteValue(ByteBuffer output, ReadOnlySpan<byte> value)
    {
        var target = output.GetSpan(sizeof(uint) + value.Length);
        BinaryPrimitives.WriteInt32LittleEndian(target, value.Length);
        value.CopyTo(target[sizeof(uint)..]);
        output.Advance(sizeof(uint) + value.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong HashOf(byte* cell)
    {
        const ulong Factor = 0xD6E8_FEB8_6659_FD93;
        var (first, second) = (*(ulong*)cell, *(ulong*)(cell + sizeof(ulong)));
        var hash = first * Factor;
        if ((uint)first <= StringCell.InlineMax)
            return Mixed((hash ^ second) * Factor);
        var bytes = (byte*)second;
        var lengthBytes = (int)(uint)first;
        for (var at = 0; at + sizeof(ulong) < lengthBytes; at += sizeof(ulong))
            hash = BitOperations.RotateLeft((hash ^ *(ulong*)(bytes + at)) * Factor, 29);
        return Mixed((hash ^ *(ulong*)(bytes + lengthBytes - sizeof(ulong))) * Factor);
    }

    private static ulong Mixed(ulong hash) => hash ^ (hash >> 32);
}
