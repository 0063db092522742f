using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Hops.Cli.Commands;

/// <summary>Options that take a whole number.</summary>
internal static class Count
{
    /// <summary>An option that takes a number in a range; null if absent.</summary>
    /// <param name="name">The option.</param>
    /// <param name="description">What is counted.</param>
    /// <param name="max">The greatest number.</param>
    /// <param name="helpName">What the help calls the number.</param>
    /// <param name="min">The least number.</param>
    public static Option<long?> Option(string name, string description, long max, string helpName = "COUNT", long min = 1) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = argument => Parse(argument, name, (min, max)),
    };

    private static long? Parse(ArgumentResult argument, string name, (long Min, long Max) range)
    {
        var text = argument.Tokens.Count == 1 ? argument.Tokens[0].Value : "";
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= range.Min && count <= range.Max)
            return count;
        argument.AddError(range.Max >= int.MaxValue
            ? string.Create(CultureInfo.InvariantCulture, $"{name} is a number from {range.Min} on, not '{text}'.")
            : string.Create(CultureInfo.InvariantCulture, $"{name} is a number from {range.Min} to {range.Max}, not '{text}'."));
        return null;
    }
}
