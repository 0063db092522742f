using System.Buffers.Binary;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Hops.Schemas.Json;

/// <summary>
/// Durations of Avro (months, days and milliseconds, each for itself, since none of them is a fixed number of another) as ISO 8601 texts.
/// </summary>
internal static partial class DurationText
{
    /// <summary>Bytes of a duration.</summary>
    public const int LengthBytes = 12;

    private const int LengthMax = 100;

    /// <summary>What a duration looks like.</summary>
    public const string Forms = "write P1M2DT3.5S: months, days and seconds, from P0D on";

    /// <summary>Reads a text; a year is twelve months, a week seven days, an hour 3,600 seconds. Nothing is rounded.</summary>
    /// <param name="text">The text.</param>
    /// <param name="destination">Receives <see cref="LengthBytes"/> bytes.</param>
    /// <returns>Null, or why it does not fit.</returns>
    public static string? TryParse(string text, Span<byte> destination)
    {
        var match = text.Length <= LengthMax ? Pattern().Match(text) : Match.Empty;
        if (!match.Success || text[^1] is 'P' or 'T')
            return $"'{PlainScalar.Quote(text)}' is no duration; {Forms}";
        var seconds = match.Groups["s"].Success ? match.Groups["s"].Value.Replace(',', '.') : "0";
        if (!ExactNumber.TryParse(seconds, out var exact) || exact.FractionDigits > 3)
            return $"'{PlainScalar.Quote(text)}' is finer than the type, which counts milliseconds";
        var months = (Of(match, "y") * 12) + Of(match, "m");
        var days = (Of(match, "w") * 7) + Of(match, "d");
        var millis = (((Of(match, "h") * 60) + Of(match, "n")) * 60_000) + (Int128)exact.Unscaled(3);
        if (months > uint.MaxValue || days > uint.MaxValue || millis > uint.MaxValue)
            return $"'{PlainScalar.Quote(text)}' is too long for the type, whose months, days and milliseconds have 32 bits each";
        BinaryPrimitives.WriteUInt32LittleEndian(destination, (uint)months);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], (uint)days);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[8..], (uint)millis);
        return null;
    }

    /// <summary>The text of a duration.</summary>
    public static string Format(ReadOnlySpan<byte> bytes)
    {
        var months = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        var days = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        var millis = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"P{(months > 0 ? $"{months}M" : "")}{(days > 0 || (months == 0 && millis == 0) ? $"{days}D" : "")}{(millis > 0 ? $"T{millis / 1000m:0.###}S" : "")}");
    }

    private static Int128 Of(Match match, string group) =>
        match.Groups[group].Success ? Int128.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(
        @"^P(?:(?<y>[0-9]{1,10})Y)?(?:(?<m>[0-9]{1,10})M)?(?:(?<w>[0-9]{1,10})W)?(?:(?<d>[0-9]{1,10})D)?(?:T(?:(?<h>[0-9]{1,10})H)?(?:(?<n>[0-9]{1,10})M)?(?:(?<s>[0-9]{1,10}(?:[.,][0-9]{1,9})?)S)?)?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Pattern();
}
