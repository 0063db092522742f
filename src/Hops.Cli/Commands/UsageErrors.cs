using System.CommandLine;
using System.CommandLine.Parsing;
using Hops.Core.Errors;
using Hops.Core.Text;

namespace Hops.Cli.Commands;

/// <summary>What is wrong with a command line, in one line each, and where help is.</summary>
internal static class UsageErrors
{
    /// <summary>The lines, for a command line that has errors.</summary>
    public static IEnumerable<string> Of(ParseResult commandLine)
    {
        var command = commandLine.CommandResult.Command;
        var words = Words(commandLine.CommandResult);
        var unknown = commandLine.UnmatchedTokens.Count > 0 ? commandLine.UnmatchedTokens[0] : null;
        var said = unknown switch
        {
            { } option when option.StartsWith('-') => [UnknownOption(commandLine.CommandResult, option)],
            { } word when command.Subcommands.Count > 0 => [UnknownCommand(commandLine.RootCommandResult.Command, [.. words, word])],
            { } word => [$"'{word}' is one argument too many."],
            _ => commandLine.Errors.Select(error => error.Message).Distinct(StringComparer.Ordinal),
        };
        return said.Append($"See '{string.Join(' ', words.Prepend("hops").Append("--help"))}'.");
    }

    /// <summary>True where the command line ends before it says what to do: the help of what it names is the answer.</summary>
    public static bool IsUnfinished(ParseResult commandLine) =>
        commandLine.CommandResult.Command.Subcommands.Count > 0 && commandLine.UnmatchedTokens.Count == 0
        && commandLine.Errors.All(error => error.SymbolResult is CommandResult);

    private static string UnknownCommand(Command root, IReadOnlyList<string> words)
    {
        try
        {
            CommandNames.Find(root, words);
            return $"'{words[^1]}' stands in the wrong place.";
        }
        catch (PlatformException unknown)
        {
            return unknown.Message;
        }
    }

    private static string UnknownOption(CommandResult command, string option)
    {
        var known = new List<string>();
        for (SymbolResult? at = command; at is not null; at = at.Parent)
        {
            if (at is CommandResult above)
                known.AddRange(above.Command.Options.Where(each => !each.Hidden && (above == command || each.Recursive)).Select(each => each.Name));
        }

        var name = option.Split('=', ':')[0];
        return NearestName.Find(name, known) is { } near
            ? $"There is no option '{name}' here; did you mean '{near}'?"
            : $"There is no option '{name}' here.";
    }

    private static List<string> Words(CommandResult command)
    {
        var words = new List<string>();
        for (SymbolResult? at = command; at is CommandResult { Command: not RootCommand } result; at = at.Parent)
            words.Insert(0, result.Command.Name);
        return words;
    }
}
