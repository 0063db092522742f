using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hops.Kafka.Compression;

namespace Hops.Streaming.Parquet;

/// <summary>Encodes numbers of a fixed length: by number in a dictionary as long as they repeat, else as they lie in memory.</summary>
/// <typeparam name="T">Type of 4 or 8 bytes whose order is that of the column.</typeparam>
internal sealed unsafe class NumberEncoder<T>() : ColumnEncoder(sizeof(T))
    where T : unmanaged, INumber<T>
{
    private readonly ValueNumbers _numbers = new(PageRowsMax);
    private readonly T[] _values = new T[ValueNumbers.ValuesMax];
    private readonly T[] _plain = new T[PageRowsMax];
    private int _plainCount;
    private T _least;
    private T _greatest;
    private bool _hasValue;
    private bool _hasNaN;

    protected override int ValuesBytes => _numbers.Count + (_plainCount * sizeof(T));

    protected override void AddValues(byte* values, int count)
    {
        var taken = _numbers.IsOn ? AddByNumber((T*)values, count) : 0;
        if (taken == count)
            return;
        var rest = new ReadOnlySpan<T>((T*)values + taken, count - taken);
        rest.CopyTo(_plain.AsSpan(_plainCount));
        _plainCount += rest.Length;
        Bound(rest);
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
            page.Write(MemoryMarshal.AsBytes(_plain.AsSpan(0, _plainCount)));
        _plainCount = 0;
    }

    protected override void WriteDictionary(ByteBuffer page, out int count)
    {
        count = _numbers.ValueCount;
        page.Write(MemoryMarshal.AsBytes(_values.AsSpan(0, count)));
    }

    /// <summary>None where there is one that is not a number (parquet.thrift, <c>ColumnOrder</c>); zero as the least is written below zero, as the greatest above it.</summary>
    protected override (byte[]? Least, byte[]? Greatest) Bounds()
    {
        if (!_hasValue || _hasNaN)
            return default;
        var (least, greatest) = (_least, _greatest);
        if (typeof(T) == typeof(float) || typeof(T) == typeof(double))
        {
            least = least == T.Zero ? -T.Zero : least;
            greatest = greatest == T.Zero ? T.Zero : greatest;
        }

        return (MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in least)).ToArray(), MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in greatest)).ToArray());
    }

    protected override void ClearValues()
    {
        _numbers.Clear();
        _plainCount = 0;
        (_hasValue, _hasNaN) = (false, false);
    }

    /// <summary>Adds values by their numbers in the dictionary until it takes no more.</summary>
    /// <returns>How many were added.</returns>
    private int AddByNumber(T* values, int count)
    {
        var places = _numbers.Table;
        for (var index = 0; index < count; index++)
        {
            var bits = Bits(values[index]);
            var place = ValueNumbers.PlaceOf(bits);
            for (var probes = 0; ; probes++, place = ValueNumbers.PlaceBehind(place))
            {
                var number = places[place] - 1;
                if (number >= 0 && Bits(_values[number]) == bits)
                {
                    _numbers.Add(number);
                    break;
                }

                if (probes == ValueNumbers.ProbesMax || (number < 0 && _numbers.IsFull))
                {
                    WriteAsTheyAre(isTooLarge: true);
                    return index;
                }

                if (number >= 0)
                    continue;
                _values[_numbers.ValueCount] = values[index];
                Bound(new ReadOnlySpan<T>(values + index, 1));
                _numbers.AddNew(place);
                break;
            }
        }

        return count;
    }

    /// <summary>Has the values of the page at hand as they are; pages before it keep their dictionary.</summary>
    private void WriteAsTheyAre(bool isTooLarge)
    {
        foreach (var number in _numbers.OfPage)
            _plain[_plainCount++] = _values[number];
        _numbers.End(isTooLarge);
    }

    private void Bound(ReadOnlySpan<T> values)
    {
        if (values.IsEmpty)
            return;
        var (least, greatest) = _hasValue ? (_least, _greatest) : (values[0], values[0]);
        var hasNaN = false;
        foreach (var value in values)
        {
            hasNaN |= T.IsNaN(value);
            least = value < least ? value : least;
            greatest = value > greatest ? value : greatest;
        }

        (_least, _greatest) = (least, greatest);
        (_hasValue, _hasNaN) = (true, _hasNaN | hasNaN);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bits(T value) => sizeof(T) == sizeof(ulong) ? Unsafe.BitCast<T, ulong>(value) : Unsafe.BitCast<T, uint>(value);
}
