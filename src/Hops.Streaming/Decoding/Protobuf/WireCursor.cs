using System.Runtime.CompilerServices;
using Hops.Schemas.Protobuf;

namespace Hops.Streaming.Decoding.Protobuf;

/// <summary>Reads the wire format of Protobuf (protobuf.dev, "Encoding"). Every read is bounded by the message.</summary>
internal unsafe struct WireCursor(byte* at, byte* end)
{
    private const int FieldNumberMax = 536_870_911;

    private readonly byte* _end = end;

    /// <summary>Next byte.</summary>
    public byte* At = at;

    /// <summary>Why the last read failed; null if none did.</summary>
    public string? Error;

    public readonly bool IsAtEnd => At >= _end;

    private readonly long LengthLeftBytes => _end - At;

    /// <summary>Notes why the message is bad.</summary>
    public bool Fail(string reason)
    {
        Error ??= reason;
        return false;
    }

    /// <summary>Number and wire type of the next field.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryTag(out int number, out int wireType)
    {
        var isRead = TryVarint(out var tag);
        (number, wireType) = ((int)(tag >> 3), (int)(tag & 7));
        return isRead && ((tag >> 3) is > 0 and <= FieldNumberMax || Fail("a field has the number 0 or one that is too large"));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryVarint(out ulong value)
    {
        if (At < _end && *At < 0x80)
        {
            value = *At++;
            return true;
        }

        return TryVarintInLoop(out value);
    }

    public bool TryFixed32(out uint value)
    {
        value = 0;
        if (LengthLeftBytes < sizeof(uint))
            return Fail("the message ends within a value");
        value = *(uint*)At;
        At += sizeof(uint);
        return true;
    }

    public bool TryFixed64(out ulong value)
    {
        value = 0;
        if (LengthLeftBytes < sizeof(ulong))
            return Fail("the message ends within a value");
        value = *(ulong*)At;
        At += sizeof(ulong);
        return true;
    }

    /// <summary>A length and so many bytes.</summary>
    public bool TryBytes(out byte* start, out int lengthBytes)
    {
        start = null;
        lengthBytes = 0;
        if (!TryVarint(out var length))
            return false;
        if (length > (ulong)LengthLeftBytes)
            return Fail("a text, a byte sequence or a message is longer than what it is in");
        start = At;
        lengthBytes = (int)length;
        At += lengthBytes;
        return true;
    }

    /// <summary>The fields of a group, whose beginning was read, up to its end.</summary>
    public bool TryGroup(int number, out byte* start, out int lengthBytes)
    {
        start = At;
        lengthBytes = 0;
        Span<int> open = stackalloc int[ProtobufLimits.DepthMax];
        open[0] = number;
        for (var depth = 1; depth > 0;)
        {
            var tag = At;
            if (!TryTag(out var inner, out var wireType))
                return false;
            if (wireType == 3)
            {
                if (depth == open.Length)
                    return Fail($"groups lie more than {ProtobufLimits.DepthMax} deep inside one another");
                open[depth++] = inner;
            }
            else if (wireType != 4)
            {
                if (!TrySkip(inner, wireType))
                    return false;
            }
            else if (open[--depth] != inner)
            {
                return Fail("a group ends that did not begin");
            }

            lengthBytes = (int)(tag - start);
        }

        return true;
    }

    /// <summary>Passes over a value.</summary>
    public bool TrySkip(int number, int wireType) => wireType switch
    {
        0 => TryVarint(out _),
        1 => TryFixed64(out _),
        2 => TryBytes(out _, out _),
        3 => TryGroup(number, out _, out _),
        5 => TryFixed32(out _),
        _ => Fail($"there is no wire type {wireType} here"),
    };

    private bool TryVarintInLoop(out ulong value)
    {
        value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            if (At >= _end)
                return Fail("the message ends within a number");
            var next = *At++;
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return true;
        }

        return Fail("a number has more than 10 bytes");
    }
}
