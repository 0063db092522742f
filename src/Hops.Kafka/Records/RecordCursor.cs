using System.Runtime.CompilerServices;
using Hops.Core.Errors;

namespace Hops.Kafka.Records;

/// <summary>Reads the variable-length fields of records (zigzag, as in Protocol Buffers); every length is checked before it is used.</summary>
internal ref struct RecordCursor(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly ReadOnlySpan<byte> Rest => _rest;

    public static PlatformException Malformed(string what) =>
        new(ErrorCode.UndecodableRecord, $"A record batch is malformed: {what}.");

    public byte Byte()
    {
        if (_rest.IsEmpty)
            throw Malformed("it ends inside a record");
        var value = _rest[0];
        _rest = _rest[1..];
        return value;
    }

    /// <summary>A number of 32 bits; one that takes more than five bytes is refused, as other implementations do.</summary>
    /// <remarks>One byte holds most numbers of small records, so these are read in place.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int VarInt()
    {
        if (_rest.Length == 0 || _rest[0] >= 0x80)
            return VarIntLonger();
        var bits = _rest[0];
        _rest = _rest[1..];
        return (bits >> 1) ^ -(bits & 1);
    }

    /// <remarks>One or two bytes hold nearly all numbers of small records, so these are read without a loop.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long VarLong()
    {
        if (_rest.Length >= 2 && (_rest[0] & _rest[1]) < 0x80)
        {
            var isShort = _rest[0] < 0x80;
            var bits = isShort ? _rest[0] : (uint)(_rest[0] & 0x7F) | ((uint)_rest[1] << 7);
            _rest = _rest[(isShort ? 1 : 2)..];
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
            Take(lengthBytes);
        return lengthBytes;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Take(int lengthBytes)
    {
        if ((uint)lengthBytes > (uint)_rest.Length)
            throw Outside();
        var taken = _rest[..lengthBytes];
        _rest = _rest[lengthBytes..];
        return taken;
    }

    private static PlatformException Outside() => Malformed("a length points outside of it");

    private int VarIntLonger()
    {
        const int MostBytes = 5;
        var before = _rest.Length;
        var value = VarLong();
        return value is >= int.MinValue and <= int.MaxValue && before - _rest.Length <= MostBytes
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
