namespace Hops.Streaming.Decoding.Json;

/// <summary>Times in the format of RFC 3339 section 5.6. One without an offset counts as UTC, as many programs write it; digits beyond microseconds are cut off.</summary>
internal static class Rfc3339
{
    private const long MicrosPerSecond = 1_000_000;
    private const int FractionDigitsMax = 6;
    private static readonly long MicrosMin = (DateTime.MinValue - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
    private static readonly long MicrosMax = (DateTime.MaxValue - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>Microseconds since the Unix epoch of a time in the years 1 to 9999.</summary>
    public static bool TryMicros(ReadOnlySpan<byte> text, out long micros)
    {
        micros = 0;
        if (text.Length < 19 || text[4] != '-' || text[7] != '-' || text[10] is not ((byte)'T' or (byte)'t' or (byte)' ') || text[13] != ':' || text[16] != ':')
            return false;
        if (!TryNumber(text[..4], out var year) || !TryNumber(text[5..7], out var month) || !TryNumber(text[8..10], out var day)
            || !TryNumber(text[11..13], out var hour) || !TryNumber(text[14..16], out var minute) || !TryNumber(text[17..19], out var second))
            return false;
        // A leap second is the first of the next minute.
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 60)
            return false;
        if (!TryFraction(text[19..], out var fraction, out var zone) || !TryOffset(zone, out var offsetMinutes))
            return false;
        var days = (new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc) - DateTime.UnixEpoch).Days;
        micros = (((((days * 24L) + hour) * 60) + minute - offsetMinutes) * 60 + second) * MicrosPerSecond + fraction;
        return micros >= MicrosMin && micros <= MicrosMax;
    }

    private static bool TryFraction(ReadOnlySpan<byte> text, out int micros, out ReadOnlySpan<byte> rest)
    {
        micros = 0;
        rest = text;
        if (text.IsEmpty || text[0] != '.')
            return true;
        var digits = text[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        digits = digits < 0 ? text.Length - 1 : digits;
        for (var index = 0; index < FractionDigitsMax; index++)
            micros = (micros * 10) + (index < digits ? text[1 + index] - '0' : 0);
        rest = text[(1 + digits)..];
        return digits > 0;
    }

    private static bool TryOffset(ReadOnlySpan<byte> zone, out int minutes)
    {
        minutes = 0;
        if (zone.IsEmpty || zone is [(byte)'Z' or (byte)'z'])
            return true;
        if (zone.Length != 6 || zone[0] is not ((byte)'+' or (byte)'-') || zone[3] != ':' || !TryNumber(zone[1..3], out var hour) || !TryNumber(zone[4..], out var minute)
            || hour > 23 || minute > 59)
            return false;
        minutes = ((hour * 60) + minute) * (zone[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<byte> digits, out int number)
    {
        number = 0;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9')
                return false;
            number = (number * 10) + digit - '0';
        }

        return true;
    }
}
