using System.Runtime.CompilerServices;

namespace Hops.Kafka.Wire;

/// <summary>
/// Goes once over bytes from a start to an end. The first fault is kept and moves it to the end: what is taken from there on is zero or nothing, and
/// nothing is thrown.
/// </summary>
/// <param name="bytes">The bytes.</param>
/// <param name="start">The first.</param>
/// <param name="end">Where the last one was.</param>
internal struct WireCursor(byte[] bytes, int start, int end)
{
    private const string Missing = "{0} bytes are needed and {1} remain";

    private int _position = start;
    private WireFault _fault;

    /// <summary>Where the next byte is taken.</summary>
    public readonly int Position => _position;

    /// <summary>Bytes that remain.</summary>
    public readonly int RemainingBytes => end - _position;

    /// <summary>The first thing that was wrong; none as long as everything was right.</summary>
    public readonly WireFault Fault => _fault;

    /// <summary>True from the first fault on.</summary>
    public readonly bool HasFailed => !_fault.IsNone;

    /// <summary>What fields are at the end of the bytes.</summary>
    private static ReadOnlySpan<byte> Zeros => [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>The next byte; 0 if there is none.</summary>
    public byte Next()
    {
        if (_position < end)
            return bytes[_position++];
        Fail(Missing, 1);
        return 0;
    }

    /// <summary>The next bytes of a field of 1 to 16; zeros if so many do not remain.</summary>
    public ReadOnlySpan<byte> Take(int lengthBytes)
    {
        var taken = Slice(lengthBytes);
        return taken.IsEmpty ? Zeros[..lengthBytes] : taken;
    }

    /// <summary>The next bytes; none if so many do not remain.</summary>
    public ReadOnlySpan<byte> Slice(int lengthBytes)
    {
        if (lengthBytes > end - _position)
        {
            Fail(Missing, lengthBytes);
            return default;
        }

        var taken = new ReadOnlySpan<byte>(bytes, _position, lengthBytes);
        _position += lengthBytes;
        return taken;
    }

    /// <summary>The next bytes where they lie; none if so many do not remain.</summary>
    public ReadOnlyMemory<byte> Memory(int lengthBytes)
    {
        var first = _position;
        return new ReadOnlyMemory<byte>(bytes, first, Slice(lengthBytes).Length);
    }

    /// <summary>An unsigned LEB128 number of at most 32 bits.</summary>
    public uint UnsignedVarint()
    {
        var value = 0u;
        for (var shift = 0; shift < 35; shift += 7)
        {
            var next = Next();
            value |= (uint)(next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }

        Fail("a variable-length number is longer than 5 bytes");
        return 0;
    }

    /// <summary>The same of at most 31 bits: a length, a count, a tag.</summary>
    public int SmallVarint()
    {
        var value = UnsignedVarint();
        if (value <= int.MaxValue)
            return (int)value;
        Fail("a number of {0} is impossible here", value);
        return 0;
    }

    /// <summary>Leaves out what is before a position that is not behind this one.</summary>
    public void SkipTo(int position) => _position = position;

    /// <summary>Keeps a fault, if it is the first, and goes to the end.</summary>
    /// <param name="what">What is wrong; {0} stands for the number, {1} for the bytes that remain.</param>
    /// <param name="number">The number that is wrong, if one is.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Fail(string what, long number = 0)
    {
        if (!HasFailed)
            _fault = new WireFault(what, number, _position, RemainingBytes);
        _position = end;
    }

    /// <inheritdoc cref="Fail(string, long)"/>
    /// <returns>What stands in place of what is wrong.</returns>
    public T Fail<T>(string what, T instead)
        where T : class
    {
        Fail(what);
        return instead;
    }
}
