using System.Globalization;
using System.Net;

namespace Hops.Core.Settings;

/// <summary>
/// Values of settings as people write them: <c>true</c>, <c>4096</c>, <c>64MiB</c>, <c>500ms</c>, <c>commit</c>. One text form for files,
/// the environment and the command line.
/// </summary>
public static class SettingText
{
    private static readonly (string Unit, long Length)[] Sizes =
    [
        ("TiB", 1L << 40), ("GiB", 1L << 30), ("MiB", 1L << 20), ("KiB", 1L << 10),
        ("TB", 1_000_000_000_000), ("GB", 1_000_000_000), ("MB", 1_000_000), ("KB", 1_000), ("B", 1),
    ];

    private static readonly (string Unit, TimeSpan Length)[] Times =
    [
        ("ms", TimeSpan.FromMilliseconds(1)),
        ("s", TimeSpan.FromSeconds(1)),
        ("m", TimeSpan.FromMinutes(1)),
        ("h", TimeSpan.FromHours(1)),
        ("d", TimeSpan.FromDays(1)),
    ];

    /// <summary>True if values of this type can be written and read here.</summary>
    public static bool IsKnown(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain.IsEnum || plain == typeof(bool) || plain == typeof(int) || plain == typeof(long) || plain == typeof(double)
            || plain == typeof(TimeSpan) || plain == typeof(string) || plain == typeof(Uri) || plain == typeof(IPAddress)
            || plain == typeof(IReadOnlyList<string>);
    }

    /// <summary>Reads a value; null if the text is none of this type.</summary>
    /// <param name="type">Type of the setting; a nullable one is read as what it holds.</param>
    /// <param name="text">What was written.</param>
    public static object? Read(Type type, string text)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        text = text.Trim();
        if (plain.IsEnum)
            return Enum.GetNames(plain).FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } name ? Enum.Parse(plain, name) : null;
        return plain.Name switch
        {
            nameof(Boolean) => bool.TryParse(text, out var yes) ? yes : null,
            nameof(Int32) => Whole(text) is { } whole and >= int.MinValue and <= int.MaxValue ? (int)whole : null,
            nameof(Int64) => Whole(text),
            nameof(Double) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null,
            nameof(TimeSpan) => Time(text),
            nameof(String) => text,
            nameof(Uri) => Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? new Uri(text) : null,
            nameof(IPAddress) => IPAddress.TryParse(text, out var address) ? address : null,
            _ => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        };
    }

    /// <summary>Writes a value so that <see cref="Read"/> gives it back; an absent one is the empty text.</summary>
    /// <param name="value">The value.</param>
    /// <param name="isSize">True if a number counts bytes.</param>
    public static string Write(object? value, bool isSize = false) => value switch
    {
        null => "",
        bool yes => yes ? "true" : "false",
        TimeSpan time => WriteTime(time),
        int or long when isSize => WriteSize(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        Enum => value.ToString()!.ToLowerInvariant(),
        IReadOnlyList<string> list => string.Join(',', list),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>What may be written for a type, for messages: <c>a duration such as 500ms, 30s, 5m, 2h or 1d</c>.</summary>
    public static string Form(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain.IsEnum)
            return "one of " + string.Join(", ", Enum.GetNames(plain).Select(name => name.ToLowerInvariant()));
        return plain.Name switch
        {
            nameof(Boolean) => "true or false",
            nameof(Int32) or nameof(Int64) => "a whole number, or a size such as 64KiB or 1GiB",
            nameof(Double) => "a number",
            nameof(TimeSpan) => "a duration such as 500ms, 30s, 5m, 2h or 1d",
            nameof(Uri) => "an address such as https://hops.example.org",
            nameof(IPAddress) => "an IP address",
            _ => "a text",
        };
    }

    private static long? Whole(string text)
    {
        var (unit, length) = Array.Find(Sizes, size => text.EndsWith(size.Unit, StringComparison.OrdinalIgnoreCase));
        if (unit is not null)
            text = text[..^unit.Length].TrimEnd();
        if (!decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return null;
        // Within the range of a long with room for the product: a decimal holds 28 digits.
        if (Math.Abs(number) > long.MaxValue)
            return null;
        number *= unit is null ? 1 : length;
        return decimal.IsInteger(number) && number is >= long.MinValue and <= long.MaxValue ? (long)number : null;
    }

    private static TimeSpan? Time(string text)
    {
        if (text.Contains(':', StringComparison.Ordinal))
            return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var clock) ? clock : null;
        var (unit, length) = Array.Find(Times, time => text.EndsWith(time.Unit, StringComparison.Ordinal));
        if (unit is null)
            return text == "0" ? TimeSpan.Zero : null;
        if (!decimal.TryParse(text[..^unit.Length], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return null;
        return Math.Abs(number) <= long.MaxValue / length.Ticks ? TimeSpan.FromTicks((long)(number * length.Ticks)) : null;
    }

    private static string WriteTime(TimeSpan time)
    {
        if (time == TimeSpan.Zero)
            return "0s";
        var (unit, length) = Times.Reverse().FirstOrDefault(unit => time.Ticks % unit.Length.Ticks == 0);
        return unit is null
            ? time.ToString("c", CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{time.Ticks / length.Ticks}{unit}");
    }

    private static string WriteSize(long bytes)
    {
        if (bytes == 0)
            return "0";
        var (unit, length) = Sizes.Where(size => bytes % size.Length == 0).MaxBy(size => size.Length);
        return unit == "B" ? bytes.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{bytes / length}{unit}");
    }
}
