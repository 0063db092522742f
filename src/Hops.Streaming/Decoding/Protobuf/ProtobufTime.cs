namespace Hops.Streaming.Decoding.Protobuf;

/// <summary>Times as <c>google.protobuf.Timestamp</c>: seconds since the Unix epoch and nanoseconds, of which those beyond microseconds are cut off.</summary>
internal static unsafe class ProtobufTime
{
    private const long MicrosPerSecond = 1_000_000;
    private const long SecondsMin = -62_135_596_800;
    private const long SecondsMax = 253_402_300_799;

    /// <summary>Reads a message.</summary>
    /// <param name="start">Its first byte.</param>
    /// <param name="lengthBytes">Its bytes.</param>
    /// <param name="earlierMicros">What an earlier piece of it said.</param>
    /// <param name="micros">Microseconds since the Unix epoch.</param>
    public static bool TryRead(byte* start, int lengthBytes, long earlierMicros, out long micros)
    {
        var nanos = ((earlierMicros % MicrosPerSecond) + MicrosPerSecond) % MicrosPerSecond * 1000;
        var seconds = (earlierMicros - (nanos / 1000)) / MicrosPerSecond;
        var cursor = new WireCursor(start, start + lengthBytes);
        micros = 0;
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

        if (seconds is < SecondsMin or > SecondsMax || nanos is < 0 or > 999_999_999)
            return false;
        micros = (seconds * MicrosPerSecond) + (nanos / 1000);
        return true;
    }
}
