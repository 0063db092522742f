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
    /// <param name="max">The greatest number; the least is 1.</param>
    /// <param name="helpName">What the help calls the number.</param>
    public static Option<long?> Option(string name, string description, long max, string helpName = "COUNT") => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = argument => Parse(argument, name, max),
    };

    private static long? Parse(ArgumentResult argument, string name, long max)
    {
        var text = argument.Tokens.Count == 1 ? argument.Tokens[0].Value : "";
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= 1 && count <= max)
            return count;
        argument.AddError(max >= int.MaxValue
            ? $"{name} is a number from 1 on, not '{text}'."
            : string.Create(CultureInfo.InvariantCulture, $"{name} is a number from 1 to {max}, not '{text}'."));
        return null;
    }
}
