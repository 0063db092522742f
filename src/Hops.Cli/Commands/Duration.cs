using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Hops.Cli.Commands;

/// <summary>Durations as people write them: <c>500ms</c>, <c>10s</c>, <c>5m</c>, <c>2h</c>, <c>1d</c>.</summary>
internal static class Duration
{
    /// <summary>Longest duration: a hundred years.</summary>
    private const double DaysMax = 36_525;

    private static readonly (string Unit, TimeSpan Length)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)),
        ("s", TimeSpan.FromSeconds(1)),
        ("m", TimeSpan.FromMinutes(1)),
        ("h", TimeSpan.FromHours(1)),
        ("d", TimeSpan.FromDays(1)),
    ];

    /// <summary>An option that takes a duration.</summary>
    public static Option<TimeSpan?> Option(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "DURATION",
        CustomParser = Parse,
    };

    /// <summary>Reads a duration; false if it is none.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        var count = text.TakeWhile(char.IsAsciiDigit).Count();
        var unit = Array.Find(Units, unit => text.AsSpan(count).SequenceEqual(unit.Unit));
        if (unit.Unit is null || !long.TryParse(text.AsSpan(0, count), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return false;
        if (number * unit.Length.TotalDays > DaysMax)
            return false;
        duration = unit.Length * number;
        return true;
    }

    private static TimeSpan? Parse(ArgumentResult argument)
    {
        var text = argument.Tokens.Count == 1 ? argument.Tokens[0].Value : "";
        if (TryParse(text, out var duration))
            return duration;
        argument.AddError($"'{text}' is not a duration such as 10s, 5m or 1d.");
        return null;
    }
}
