namespace Hops.Hadoop.WebHdfs.Authentication;

/// <summary>
/// Hadoop's <c>Writable</c> encoding of numbers and byte strings. VLong: -112..127 in one byte; else a byte -112-n (positive numbers)
/// followed by n big-endian bytes. A byte string (and Text) is its VLong length, then its bytes.
/// </summary>
internal static class WritableBytes
{
    private const sbyte PositiveBase = -112;

    /// <summary>Appends a number from 0 up.</summary>
    public static void WriteVLong(List<byte> target, long number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        if (number <= sbyte.MaxValue)
        {
            target.Add((byte)number);
            return;
        }

        var count = (64 - System.Numerics.BitOperations.LeadingZeroCount((ulong)number) + 7) / 8;
        target.Add(unchecked((byte)(sbyte)(PositiveBase - count)));
        for (var shift = (count - 1) * 8; shift >= 0; shift -= 8)
            target.Add((byte)(number >> shift));
    }

    /// <summary>Appends a length and the bytes.</summary>
    public static void WriteBytes(List<byte> target, byte[] value)
    {
        WriteVLong(target, value.Length);
        target.AddRange(value);
    }

    /// <summary>Reads a length and its bytes; false if they are not all there.</summary>
    public static bool TryReadBytes(ReadOnlySpan<byte> source, ref int offset, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (!TryReadLength(source, ref offset, out var length) || length > source.Length - offset)
            return false;

        value = source.Slice(offset, length);
        offset += length;
        return true;
    }

    private static bool TryReadLength(ReadOnlySpan<byte> source, ref int offset, out int length)
    {
        length = 0;
        if (offset >= source.Length)
            return false;

        var first = (sbyte)source[offset++];
        if (first >= 0)
        {
            length = first;
            return true;
        }

        // Two bytes hold every length that fits into the longest accepted token.
        var count = PositiveBase - first;
        if (count is < 1 or > 2 || source.Length - offset < count)
            return false;

        for (; count > 0; count--)
            length = (length << 8) | source[offset++];

        return true;
    }
}
