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

    /// <summary>The command that loads a file with what was chosen and what was found out about it, to be copied into a shell.</summary>
    /// <param name="topic">Where to.</param>
    /// <param name="file">Its path.</param>
    /// <param name="arguments">The command line that made the schema.</param>
    /// <param name="missing">Texts that the schema takes for missing values.</param>
    public static string LoadCommand(string topic, string file, ParseResult arguments, IEnumerable<string> missing)
    {
        var typed = new Option[] { Csv, Missing, Separator, DecimalComma, GlobalOptions.Project, GlobalOptions.Url }
            .Select(arguments.GetResult)
            .OfType<System.CommandLine.Parsing.OptionResult>()
            .Where(option => !option.Implicit)
            .SelectMany(option => option.Tokens.Count == 0 ? [option.Option.Name] : option.Tokens.Select(token => ShellText.Option(option.Option.Name, token.Value)));
        return string.Join(' ', [
            "hops topic produce", ShellText.Word(topic), ShellText.Word(file), .. typed, .. missing.Select(text => ShellText.Option(Missing.Name, text))]);
    }

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
