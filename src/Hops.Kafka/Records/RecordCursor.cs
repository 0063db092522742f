using System.Runtime.CompilerServices;
using Hops.Core.Errors;

namespace Hops.Kafka.Records;

/// <summary>Reads the variable-length fields of records (zigzag, as in Protocol Buffers); every length is checked before it is used.</summary>
/// <param name="bytes">What is read, up to its end.</param>
/// <param name="startAt">Where in it to begin.</param>
internal ref struct RecordCursor(ReadOnlySpan<byte> bytes, int startAt = 0)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at = startAt;

    /// <summary>Where in the bytes the next field begins.</summary>
    public readonly int At => _at;

    public readonly ReadOnlySpan<byte> Rest => _bytes[_at..];

    public static PlatformException Malformed(string what) =>
        new(ErrorCode.UndecodableRecord, $"A record batch is malformed: {what}.");

    public byte Byte()
    {
        if (_at >= _bytes.Length)
            throw Malformed("it ends inside a record");
        return _bytes[_at++];
    }

    /// <summary>A number of 32 bits; one that takes more than five bytes is refused, as other implementations do.</summary>
    /// <remarks>One or two bytes hold nearly all numbers of small records, so these are read in place.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int VarInt()
    {
        var at = _at;
        if ((uint)at >= (uint)_bytes.Length)
            return VarIntLonger();
        int bits = _bytes[at++];
        if (bits >= 0x80)
        {
            if ((uint)at >= (uint)_bytes.Length || _bytes[at] >= 0x80)
                return VarIntLonger();
            bits = (bits & 0x7F) | (_bytes[at++] << 7);
        }

        _at = at;
        return (bits >> 1) ^ -(bits & 1);
    }

    /// <inheritdoc cref="VarInt"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long VarLong()
    {
        var at = _at;
        if (at < _bytes.Length - 1 && (_bytes[at] & _bytes[at + 1]) < 0x80)
        {
            var isShort = _bytes[at] < 0x80;
            var bits = isShort ? _bytes[at] : (uint)(_bytes[at] & 0x7F) | ((uint)_bytes[at + 1] << 7);
            _at = at + (isShort ? 1 : 2);
            return (long)(bits >> 1) ^ -(long)(bits & 1);
        }

        return VarLongInLoop();
    }

    /// <summary>A length and that many bytes; length -1 means none.</summary>
    public ReadOnlySpan<byte> Bytes(out bool isNull)
    {
        var lengthBytes = VarInt();
        isNull = lengthBytes == -1;
        return isNull ? default : Take(lengthBytes);
    }

    /// <summary>Goes over a length and that many bytes.</summary>
    /// <returns>The length; -1 if there are none.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Skip()
    {
        var lengthBytes = VarInt();
        if (lengthBytes != -1)
            Pass(lengthBytes);
        return lengthBytes;
    }

    /// <summary>Goes over that many bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Pass(int lengthBytes)
    {
        if ((uint)lengthBytes > (uint)(_bytes.Length - _at))
            throw Outside();
        _at += lengthBytes;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Take(int lengthBytes)
    {
        var at = _at;
        Pass(lengthBytes);
        return _bytes.Slice(at, lengthBytes);
    }

    private static PlatformException Outside() => Malformed("a length points outside of it");

    private int VarIntLonger()
    {
        const int MostBytes = 5;
        var before = _at;
        var value = VarLong();
        return value is >= int.MinValue and <= int.MaxValue && _at - before <= MostBytes
            ? (int)value
            : throw Malformed("a number is out of range");
    }

    private long VarLongInLoop()
    {
        var value = 0UL;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var part = Byte();
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return (long)(value >> 1) ^ -(long)(value & 1);
        }

        throw Malformed("a number is too long");
    }
}
