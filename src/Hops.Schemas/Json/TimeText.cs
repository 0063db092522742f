using System.Globalization;
using Hops.Schemas.Avro;

namespace Hops.Schemas.Json;

/// <summary>Times as people write them: ISO 8601, in UTC unless they say otherwise.</summary>
internal static class TimeText
{
    private const DateTimeStyles Style = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    private static readonly string[] Formats =
        ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mmK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK"];

    /// <summary>The number that stands for a time in a type; null if the type is none of time or the text none.</summary>
    public static long? Parse(LogicalType? type, string text)
    {
        if (!DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, Style, out var time))
            return null;
        return type?.Kind switch
        {
            LogicalKind.Date when time.TimeOfDay == TimeSpan.Zero => (time - DateTimeOffset.UnixEpoch).Days,
            LogicalKind.TimestampMillis or LogicalKind.LocalTimestampMillis => time.ToUnixTimeMilliseconds(),
            LogicalKind.TimestampMicros or LogicalKind.LocalTimestampMicros =>
                (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond,
            _ => null,
        };
    }
}
