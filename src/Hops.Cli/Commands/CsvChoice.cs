using System.CommandLine;
using Hops.Cli.Records;
using Hops.Core.Errors;

namespace Hops.Cli.Commands;

/// <summary>Options of commands that read separated text.</summary>
internal static class CsvChoice
{
    public static readonly Option<bool> Csv = new("--csv") { Description = "The file is separated text under a line with the names of the fields, whatever its name says" };

    public static readonly Option<string[]> Missing = new("--missing")
    {
        Description = "CSV: text of a cell without quotes that stands for a missing value, such as NA; may be given again",
        HelpName = "TEXT",
    };

    public static readonly Option<string?> Separator = new("--separator")
    {
        Description = "CSV: what stands between cells, or tab; if absent, what the first line has most of: comma, semicolon, tab or |",
        HelpName = "CHARACTER",
    };

    public static readonly Option<bool> DecimalComma = new("--decimal-comma") { Description = "CSV: a comma stands before the fraction of a number" };

    /// <summary>What was chosen, as it was typed, each with a blank before it; for the line that comes next.</summary>
    public static string Typed(ParseResult arguments) => string.Concat(
        new Option[] { Csv, Missing, Separator, DecimalComma }
            .Select(arguments.GetResult)
            .OfType<System.CommandLine.Parsing.OptionResult>()
            .Where(option => !option.Implicit)
            .Select(option => $" {string.Join(' ', option.Tokens.Select(token => token.Value).Prepend(option.Option.Name))}"));

    /// <summary>What was chosen.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>: the separator is none.</exception>
    public static CsvOptions Of(ParseResult arguments)
    {
        var separator = arguments.GetValue(Separator) switch
        {
            null => (char?)null,
            "tab" or "\\t" => '\t',
            [var one] when char.IsAscii(one) && one is not ('"' or '\r' or '\n') => one,
            var other => throw new PlatformException(ErrorCode.InvalidArgument, $"'{other}' is no separator: give one character, or tab."),
        };
        return new CsvOptions(arguments.GetValue(Missing) ?? [], separator, arguments.GetValue(DecimalComma));
    }
}
