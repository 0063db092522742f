using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Hops.Cli.Commands;

/// <summary>Instants as people write them, such as <c>2026-11-27T08:00Z</c>; without a zone they are UTC.</summary>
internal static class Instant
{
    /// <summary>An option that takes an instant.</summary>
    public static Option<DateTimeOffset?> Option(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = Parse,
    };

    /// <summary>Reads an instant; false if it is none.</summary>
    public static bool TryParse(string text, out DateTimeOffset instant) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out instant);

    private static DateTimeOffset? Parse(ArgumentResult argument)
    {
        var text = argument.Tokens.Count == 1 ? argument.Tokens[0].Value : "";
        if (TryParse(text, out var instant))
            return instant;
        argument.AddError($"'{text}' is not a time such as 2026-11-27T08:00Z.");
        return null;
    }
}
