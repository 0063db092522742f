namespace Hops.Streaming.Decoding.Protobuf;

/// <summary>Times as <c>google.protobuf.Timestamp</c> and spans of time as <c>Duration</c>: seconds and nanoseconds, of which those beyond microseconds are cut off.</summary>
internal static unsafe class ProtobufTime
{
    private const long MicrosPerSecond = 1_000_000;
    private const long SecondsMin = -62_135_596_800;
    private const long SecondsMax = 253_402_300_799;
    private const long DurationSecondsMax = 315_576_000_000;

    /// <summary>Reads a timestamp.</summary>
    /// <param name="start">Its first byte.</param>
    /// <param name="lengthBytes">Its bytes.</param>
    /// <param name="earlierMicros">What an earlier piece of it said.</param>
    /// <param name="micros">Microseconds since the Unix epoch.</param>
    public static bool TryRead(byte* start, int lengthBytes, long earlierMicros, out long micros)
    {
        var nanos = ((earlierMicros % MicrosPerSecond) + MicrosPerSecond) % MicrosPerSecond * 1000;
        var seconds = (earlierMicros - (nanos / 1000)) / MicrosPerSecond;
        micros = 0;
        if (!TryParts(start, lengthBytes, ref seconds, ref nanos))
            return false;
        if (seconds is < SecondsMin or > SecondsMax || nanos is < 0 or > 999_999_999)
            return false;
        micros = (seconds * MicrosPerSecond) + (nanos / 1000);
        return true;
    }

    /// <summary>Reads a duration.</summary>
    /// <param name="start">Its first byte.</param>
    /// <param name="lengthBytes">Its bytes.</param>
    /// <param name="earlierMicros">What an earlier piece of it said.</param>
    /// <param name="micros">Microseconds, of either sign; seconds and nanoseconds have the same (duration.proto).</param>
    public static bool TryReadDuration(byte* start, int lengthBytes, long earlierMicros, out long micros)
    {
        var (seconds, rest) = Math.DivRem(earlierMicros, MicrosPerSecond);
        var nanos = rest * 1000;
        micros = 0;
        if (!TryParts(start, lengthBytes, ref seconds, ref nanos) || seconds is < -DurationSecondsMax or > DurationSecondsMax || nanos is < -999_999_999 or > 999_999_999)
            return false;
        micros = (seconds * MicrosPerSecond) + (nanos / 1000);
        return (seconds >= 0 || nanos <= 0) && (seconds <= 0 || nanos >= 0);
    }

    private static bool TryParts(byte* start, int lengthBytes, ref long seconds, ref long nanos)
    {
        var cursor = new WireCursor(start, start + lengthBytes);
        while (!cursor.IsAtEnd)
        {
            if (!cursor.TryTag(out var number, out var wireType))
                return false;
            if (number is not (1 or 2))
            {
                if (!cursor.TrySkip(number, wireType))
                    return false;
                continue;
            }

            if (wireType != 0 || !cursor.TryVarint(out var value))
                return false;
            if (number == 1)
                seconds = (long)value;
            else
                nanos = (int)value;
        }

        return true;
    }
}
