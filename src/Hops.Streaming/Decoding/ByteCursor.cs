using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Hops.Streaming.Decoding;

/// <summary>Reads the primitives of Avro's binary encoding (specification, "Binary Encoding"). Every read is bounded by the record.</summary>
internal unsafe struct ByteCursor(byte* at, byte* end)
{
    private const ulong EndBits = 0x8080_8080_8080_8080;

    /// <summary>Next byte.</summary>
    public byte* At = at;

    /// <summary>Items that lists may still hold: an item can take no bytes at all, so their number needs a bound of its own.</summary>
    public int ItemsLeft = 1_000_000;

    /// <summary>Nesting, bounded where a skipped writer schema is recursive.</summary>
    public int Depth;

    /// <summary>Why the last read failed; null if none did.</summary>
    public string? Error;

    /// <summary>Byte after the last one.</summary>
    public readonly byte* End = end;

    public readonly long LengthLeftBytes => End - At;

    /// <summary>Notes why the record is bad.</summary>
    public bool Fail(string reason)
    {
        Error ??= reason;
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryLong(out long value)
    {
        if (At < End && *At < 0x80)
        {
            var small = *At++;
            value = (small >> 1) ^ -(small & 1);
            return true;
        }
        return TryLonger(out value);
    }

    /// <summary>A number of any length, at best in one step.</summary>
    public bool TryLonger(out long value)
    {
        if (LengthLeftBytes >= sizeof(ulong))
        {
            var word = *(ulong*)At;
            var ends = ~word & EndBits;
            if (ends != 0)
            {
                // All bits up to the first byte that ends a number; then the seven low bits of each byte move together.
                var kept = Gather(word & (ends ^ (ends - 1)) & ~EndBits);
                At += (BitOperations.TrailingZeroCount(ends) >> 3) + 1;
                value = (long)(kept >> 1) ^ -(long)(kept & 1);
                return true;
            }
        }

        return TryLongInLoop(out value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryInt(out int value)
    {
        var read = TryLong(out var wide);
        value = (int)wide;
        return read && value == wide || Fail(read ? "an int is out of range" : "");
    }

    /// <summary>A length and so many bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryBytes(out byte* start, out int lengthBytes)
    {
        start = null;
        lengthBytes = 0;
        if (!TryLong(out var length))
            return false;
        if ((ulong)length > (ulong)LengthLeftBytes)
            return Fail(length < 0 ? "a length is negative" : "a text or byte sequence is longer than the record");
        start = At;
        lengthBytes = (int)length;
        At += length;
        return true;
    }

    public bool TryFixed(int lengthBytes, out byte* start)
    {
        start = At;
        if (lengthBytes > LengthLeftBytes)
            return Fail("the record ends too early");
        At += lengthBytes;
        return true;
    }

    /// <summary>The item count of the next block of an array or map; 0 ends it.</summary>
    public bool TryBlock(out long itemCount)
    {
        if (!TryLong(out itemCount))
            return false;
        if (itemCount < 0)
        {
            // A negative count is followed by the length of the block in bytes, which only helps readers that skip it.
            if (itemCount == long.MinValue || !TryLong(out _))
                return Fail("a block is malformed");
            itemCount = -itemCount;
        }
        if (itemCount > ItemsLeft)
            return Fail("the arrays and maps of the record hold more than a million items");
        ItemsLeft -= (int)itemCount;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Gather(ulong sevens)
    {
        sevens = ((sevens & 0x7f00_7f00_7f00_7f00) >> 1) | (sevens & 0x007f_007f_007f_007f);
        sevens = ((sevens & 0x3fff_0000_3fff_0000) >> 2) | (sevens & 0x0000_3fff_0000_3fff);
        return ((sevens & 0x0fff_ffff_0000_0000) >> 4) | (sevens & 0x0000_0000_0fff_ffff);
    }

    private bool TryLongInLoop(out long value)
    {
        var bits = 0UL;
        for (var shift = 0; shift < 70; shift += 7)
        {
            if (At >= End)
            {
                value = 0;
                return Fail("the record ends too early");
            }
            var next = *At++;
            bits |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                value = (long)(bits >> 1) ^ -(long)(bits & 1);
                return shift < 63 || next <= 1 || Fail("a number has more than 64 bits");
            }
        }
        value = 0;
        return Fail("a number has more than ten bytes");
    }

    /// <summary>Two's complement, big endian, of up to 16 bytes that do more than repeat the sign.</summary>
    public static bool TryUnscaled(byte* start, int lengthBytes, out Int128 value)
    {
        value = 0;
        for (; lengthBytes > 16 && (*start == 0 ? start[1] < 0x80 : *start == 0xff && start[1] >= 0x80); lengthBytes--)
            start++;
        if (lengthBytes is < 1 or > 16)
            return false;
        Span<byte> wide = stackalloc byte[16];
        wide.Fill((*start & 0x80) != 0 ? (byte)0xff : (byte)0);
        new ReadOnlySpan<byte>(start, lengthBytes).CopyTo(wide[(16 - lengthBytes)..]);
        value = BinaryPrimitives.ReadInt128BigEndian(wide);
        return true;
    }
}
