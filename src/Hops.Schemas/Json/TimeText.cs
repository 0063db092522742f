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
    private const int FractionDigitsMax = 9;

    /// <summary>What a text of the kind looks like, for whoever wrote another one; null if the kind is none of time.</summary>
    public static string? Forms(LogicalKind? kind) => kind switch
    {
        LogicalKind.Date => "write 2013-01-31",
        LogicalKind.TimeMillis => "write 10:00, 10:00:59 or 10:00:59.123",
        LogicalKind.TimeMicros => "write 10:00, 10:00:59 or 10:00:59.123456",
        LogicalKind.TimestampMillis => "write 2013-01-31T10:00:59Z, 2013-01-31 10:00:59.123 (UTC), 2013-01-31T12:00+02:00, 2013-01-31, or milliseconds since 1970",
        LogicalKind.TimestampMicros => "write 2013-01-31T10:00:59Z, 2013-01-31 10:00:59.123456 (UTC), 2013-01-31T12:00+02:00, 2013-01-31, or microseconds since 1970",
        LogicalKind.LocalTimestampMillis => "write 2013-01-31T10:00:59, 2013-01-31 10:00:59.123, 2013-01-31, or milliseconds since 1970-01-01 00:00",
        LogicalKind.LocalTimestampMicros => "write 2013-01-31T10:00:59, 2013-01-31 10:00:59.123456, 2013-01-31, or microseconds since 1970-01-01 00:00",
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
        var isTimeOfDay = kind is LogicalKind.TimeMillis or LogicalKind.TimeMicros;
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
        if (offsetMinutes != null && kind is LogicalKind.LocalTimestampMillis or LogicalKind.LocalTimestampMicros or LogicalKind.TimeMillis or LogicalKind.TimeMicros)
            return $"'{PlainScalar.Quote(text)}' names a zone, and the type is local time: leave the zone out, or give the field the type timestamp-millis or timestamp-micros";
        return Number(kind, text, days, nanos - ((offsetMinutes ?? 0) * NanosPerMinute), out value);
    }

    /// <summary>The text of a number; null if it is no time of the years 0001 to 9999, or no time of a day.</summary>
    public static string? Format(LogicalKind kind, long value) => kind switch
    {
        LogicalKind.Date => Stamp((Int128)value * TimeSpan.TicksPerDay)?[..10],
        LogicalKind.TimeMillis => value is >= 0 and < NanosPerDay / 1_000_000 ? Stamp((Int128)value * TimeSpan.TicksPerMillisecond)![11..] : null,
        LogicalKind.TimeMicros => value is >= 0 and < NanosPerDay / 1_000 ? Stamp((Int128)value * TimeSpan.TicksPerMicrosecond)![11..] : null,
        LogicalKind.TimestampMillis => Stamp((Int128)value * TimeSpan.TicksPerMillisecond) is { } stamp ? stamp + "Z" : null,
        LogicalKind.TimestampMicros => Stamp((Int128)value * TimeSpan.TicksPerMicrosecond) is { } stamp ? stamp + "Z" : null,
        LogicalKind.LocalTimestampMillis => Stamp((Int128)value * TimeSpan.TicksPerMillisecond),
        LogicalKind.LocalTimestampMicros => Stamp((Int128)value * TimeSpan.TicksPerMicrosecond),
        _ => null,
    };

    /// <summary>True if a number counts a time of a day, or if the kind is none of a time of day.</summary>
    public static bool IsInDay(LogicalKind kind, long value) =>
        kind is not (LogicalKind.TimeMillis or LogicalKind.TimeMicros) || Format(kind, value) != null;

    private static string? Number(LogicalKind kind, string text, long days, long nanos, out long value)
    {
        value = 0;
        var unitNanos = kind switch
        {
            LogicalKind.Date => NanosPerDay,
            LogicalKind.TimeMillis or LogicalKind.TimestampMillis or LogicalKind.LocalTimestampMillis => 1_000_000,
            _ => 1_000,
        };
        var all = ((Int128)days * NanosPerDay) + nanos;
        if (all % unitNanos != 0)
        {
            var unit = kind == LogicalKind.Date ? "whole days" : unitNanos == 1_000 ? "microseconds" : "milliseconds";
            return $"'{PlainScalar.Quote(text)}' is finer than the type, which counts {unit}: round it yourself, or give the field a finer type";
        }

        value = (long)(all / unitNanos);
        return null;
    }

    private static string NoTime(LogicalKind kind, string text)
    {
        var what = kind switch
        {
            LogicalKind.Date => "date",
            LogicalKind.TimeMillis or LogicalKind.TimeMicros => "time of day",
            _ => "time",
        };
        return $"'{PlainScalar.Quote(text)}' is no {what}; {Forms(kind)}";
    }

    private static bool TakeDate(ref ReadOnlySpan<char> rest, out long days)
    {
        days = 0;
        if (rest.Length < 10 || !DateOnly.TryParseExact(rest[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return false;
        days = date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
        rest = rest[10..];
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
        nanos += seconds * 1_000_000_000;
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

    /// <summary>Ticks since 1970 as date and time, with as many digits of a fraction as they need: none, three or six.</summary>
    private static string? Stamp(Int128 ticks)
    {
        var all = ticks + DateTime.UnixEpoch.Ticks;
        if (all < DateTime.MinValue.Ticks || all > DateTime.MaxValue.Ticks)
            return null;
        var time = new DateTime((long)all, DateTimeKind.Unspecified);
        var format = (time.Ticks % TimeSpan.TicksPerSecond, time.Ticks % TimeSpan.TicksPerMillisecond) switch
        {
            (0, _) => "yyyy-MM-dd'T'HH:mm:ss",
            (_, 0) => "yyyy-MM-dd'T'HH:mm:ss.fff",
            _ => "yyyy-MM-dd'T'HH:mm:ss.ffffff",
        };
        return time.ToString(format, CultureInfo.InvariantCulture);
    }
}
