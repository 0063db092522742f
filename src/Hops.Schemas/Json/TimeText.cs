using System.Globalization;
using Hops.Schemas.Avro;

namespace Hops.Schemas.Json;

/// <summary>
/// Dates, times of day, instants and local times as ISO 8601 texts, and back. Nothing is rounded: a text that is finer than the unit of its
/// type is none of it. An instant without a zone is one of UTC; a local time has no zone, and one that has is an instant.
/// </summary>
internal static class TimeText
{
    private const long NanosPerDay = 86_400_000_000_000;
    private const long NanosPerMinute = 60_000_000_000;
    private const long NanosPerSecond = 1_000_000_000;
    private const int FractionDigitsMax = 9;
    private const int DateLength = 10;

    /// <summary>What a text of the kind looks like, for whoever wrote another one; null if the kind is none of time.</summary>
    public static string? Forms(LogicalKind? kind) => kind switch
    {
        LogicalKind.Date => "write 2013-01-31",
        LogicalKind.TimeMillis => "write 10:00, 10:00:59 or 10:00:59.123",
        LogicalKind.TimeMicros => "write 10:00, 10:00:59 or 10:00:59.123456",
        LogicalKind.TimestampMillis => "write 2013-01-31T10:00:59Z, 2013-01-31 10:00:59.123 (UTC), 2013-01-31T12:00+02:00, 2013-01-31, or milliseconds since 1970",
        LogicalKind.TimestampMicros => "write 2013-01-31T10:00:59Z, 2013-01-31 10:00:59.123456 (UTC), 2013-01-31T12:00+02:00, 2013-01-31, or microseconds since 1970",
        LogicalKind.TimestampNanos => "write 2013-01-31T10:00:59Z, 2013-01-31 10:00:59.123456789 (UTC), 2013-01-31T12:00+02:00, 2013-01-31, or nanoseconds since 1970",
        LogicalKind.LocalTimestampMillis => "write 2013-01-31T10:00:59, 2013-01-31 10:00:59.123, 2013-01-31, or milliseconds since 1970-01-01 00:00",
        LogicalKind.LocalTimestampMicros => "write 2013-01-31T10:00:59, 2013-01-31 10:00:59.123456, 2013-01-31, or microseconds since 1970-01-01 00:00",
        LogicalKind.LocalTimestampNanos => "write 2013-01-31T10:00:59, 2013-01-31 10:00:59.123456789, 2013-01-31, or nanoseconds since 1970-01-01 00:00",
        _ => null,
    };

    /// <summary>The number that stands for a text in a kind of time.</summary>
    /// <param name="kind">One of the kinds that have <see cref="Forms"/>.</param>
    /// <param name="text">The text.</param>
    /// <param name="value">Days, or units of the kind.</param>
    /// <returns>Null, or why it does not fit.</returns>
    public static string? TryParse(LogicalKind kind, string text, out long value)
    {
        value = 0;
        var rest = text.AsSpan();
        var hasDate = TakeDate(ref rest, out var days);
        var isTimeOfDay = IsTimeOfDay(kind);
        if (hasDate == isTimeOfDay)
            return NoTime(kind, text);
        var nanos = 0L;
        if (isTimeOfDay || rest.Length > 0)
        {
            if (hasDate && rest[0] is not ('T' or 't' or ' '))
                return NoTime(kind, text);
            rest = hasDate ? rest[1..] : rest;
            if (!TakeTime(ref rest, out nanos))
                return NoTime(kind, text);
        }

        if (!TakeZone(rest, out var offsetMinutes))
            return NoTime(kind, text);
        if (offsetMinutes != null && kind != LogicalKind.Date && !IsInstant(kind))
            return $"'{PlainScalar.Quote(text)}' names a zone, and the type is local time: leave the zone out, or give the field the type timestamp-millis, timestamp-micros or timestamp-nanos";
        return Number(kind, text, days, nanos - ((offsetMinutes ?? 0) * NanosPerMinute), out value);
    }

    /// <summary>The text of a number; null if it is no time of the years 0001 to 9999, or no time of a day.</summary>
    public static string? Format(LogicalKind kind, long value)
    {
        if (Forms(kind) is null || !IsInDay(kind, value) || Stamp((Int128)value * UnitNanos(kind)) is not { } stamp)
            return null;
        if (kind == LogicalKind.Date)
            return stamp[..DateLength];
        return IsTimeOfDay(kind) ? stamp[(DateLength + 1)..] : IsInstant(kind) ? stamp + "Z" : stamp;
    }

    /// <summary>True if a number counts a time of a day, or if the kind is none of a time of day.</summary>
    public static bool IsInDay(LogicalKind kind, long value) =>
        !IsTimeOfDay(kind) || (value >= 0 && value < NanosPerDay / UnitNanos(kind));

    private static bool IsTimeOfDay(LogicalKind kind) => kind is LogicalKind.TimeMillis or LogicalKind.TimeMicros;

    private static bool IsInstant(LogicalKind kind) =>
        kind is LogicalKind.TimestampMillis or LogicalKind.TimestampMicros or LogicalKind.TimestampNanos;

    private static long UnitNanos(LogicalKind kind) => kind switch
    {
        LogicalKind.Date => NanosPerDay,
        LogicalKind.TimeMillis or LogicalKind.TimestampMillis or LogicalKind.LocalTimestampMillis => 1_000_000,
        LogicalKind.TimestampNanos or LogicalKind.LocalTimestampNanos => 1,
        _ => 1_000,
    };

    private static string? Number(LogicalKind kind, string text, long days, long nanos, out long value)
    {
        value = 0;
        var unitNanos = UnitNanos(kind);
        var all = ((Int128)days * NanosPerDay) + nanos;
        if (all % unitNanos != 0)
        {
            var unit = kind == LogicalKind.Date ? "whole days" : unitNanos == 1_000 ? "microseconds" : "milliseconds";
            return $"'{PlainScalar.Quote(text)}' is finer than the type, which counts {unit}: round it yourself, or give the field a finer type";
        }
        // Only nanoseconds run out within the years that a text can say.
        if (all / unitNanos < long.MinValue || all / unitNanos > long.MaxValue)
            return $"'{PlainScalar.Quote(text)}' is out of the range of the type, which counts nanoseconds from 1677-09-21 to 2262-04-11: give the field the type timestamp-micros";

        value = (long)(all / unitNanos);
        return null;
    }

    private static string NoTime(LogicalKind kind, string text)
    {
        var what = kind switch
        {
            LogicalKind.Date => "date",
            _ when IsTimeOfDay(kind) => "time of day",
            _ => "time",
        };
        return $"'{PlainScalar.Quote(text)}' is no {what}; {Forms(kind)}";
    }

    private static bool TakeDate(ref ReadOnlySpan<char> rest, out long days)
    {
        days = 0;
        if (rest.Length < DateLength || !DateOnly.TryParseExact(rest[..DateLength], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return false;
        days = date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
        rest = rest[DateLength..];
        return true;
    }

    /// <summary>Takes <c>HH:mm[:ss[.f]]</c> with up to nine digits of a fraction.</summary>
    private static bool TakeTime(ref ReadOnlySpan<char> rest, out long nanos)
    {
        nanos = 0;
        if (!TakeTwo(ref rest, 24, out var hours) || !TakeMark(ref rest, ':') || !TakeTwo(ref rest, 60, out var minutes))
            return false;
        nanos = ((hours * 60) + minutes) * NanosPerMinute;
        if (!TakeMark(ref rest, ':'))
            return true;
        if (!TakeTwo(ref rest, 60, out var seconds))
            return false;
        nanos += seconds * NanosPerSecond;
        if (!TakeMark(ref rest, '.') && !TakeMark(ref rest, ','))
            return true;
        var digits = rest.IndexOfAnyExceptInRange('0', '9') is var end and >= 0 ? rest[..end] : rest;
        if (digits.Length == 0 || digits.TrimEnd('0').Length > FractionDigitsMax)
            return false;
        nanos += long.Parse(digits.TrimEnd('0').ToString().PadRight(FractionDigitsMax, '0'), NumberStyles.None, CultureInfo.InvariantCulture);
        rest = rest[digits.Length..];
        return true;
    }

    /// <summary>Nothing, <c>Z</c>, <c>+02</c>, <c>+0200</c> or <c>+02:00</c>, to the end of the text.</summary>
    private static bool TakeZone(ReadOnlySpan<char> rest, out int? offsetMinutes)
    {
        offsetMinutes = null;
        if (rest.Length == 0)
            return true;
        var sign = rest[0] == '-' ? -1 : 1;
        var mark = rest[0];
        rest = rest[1..];
        if (mark is 'Z' or 'z')
        {
            offsetMinutes = 0;
            return rest.Length == 0;
        }

        if (mark is not ('+' or '-') || !TakeTwo(ref rest, 19, out var hours))
            return false;
        var minutes = 0L;
        TakeMark(ref rest, ':');
        if (rest.Length > 0 && !TakeTwo(ref rest, 60, out minutes))
            return false;
        offsetMinutes = sign * (int)((hours * 60) + minutes);
        return rest.Length == 0;
    }

    private static bool TakeTwo(ref ReadOnlySpan<char> rest, int limit, out long number)
    {
        number = 0;
        if (rest.Length < 2 || !char.IsAsciiDigit(rest[0]) || !char.IsAsciiDigit(rest[1]))
            return false;
        number = ((rest[0] - '0') * 10) + rest[1] - '0';
        rest = rest[2..];
        return number < limit;
    }

    private static bool TakeMark(ref ReadOnlySpan<char> rest, char mark)
    {
        if (rest.Length == 0 || rest[0] != mark)
            return false;
        rest = rest[1..];
        return true;
    }

    /// <summary>Nanoseconds since 1970 as date and time, with as many digits of a fraction as they need: none, three, six or nine.</summary>
    private static string? Stamp(Int128 nanos)
    {
        var fraction = (long)(((nanos % NanosPerSecond) + NanosPerSecond) % NanosPerSecond);
        var seconds = ((nanos - fraction) / NanosPerSecond) + (DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerSecond);
        if (seconds < 0 || seconds > DateTime.MaxValue.Ticks / TimeSpan.TicksPerSecond)
            return null;
        var stamp = new DateTime((long)seconds * TimeSpan.TicksPerSecond).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        var digits = fraction.ToString("D9", CultureInfo.InvariantCulture);
        return (fraction, fraction % 1_000_000, fraction % 1_000) switch
        {
            (0, _, _) => stamp,
            (_, 0, _) => $"{stamp}.{digits[..3]}",
            (_, _, 0) => $"{stamp}.{digits[..6]}",
            _ => $"{stamp}.{digits}",
        };
    }
}
