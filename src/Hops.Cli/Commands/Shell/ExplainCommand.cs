using System.CommandLine;
using System.CommandLine.Completions;
using System.Globalization;
using System.Text.Json;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Shell;

/// <summary><c>hops help [COMMAND]</c>: what <c>--help</c> says of it; <c>hops help exit-codes</c>: what holds for every command.</summary>
internal static class ExplainCommand
{
    private const string ExitCodes = "exit-codes";

    private static readonly Argument<string[]> Words = new("command")
    {
        Description = $"The command to explain, such as topic produce, or {ExitCodes}; all commands if absent",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public static Command Create()
    {
        var command = new Command("help", "Explain a command, or what holds for every command") { Arguments = { Words } };
        Words.CompletionSources.Clear();
        Words.CompletionSources.Add(Candidates);
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var words = arguments.GetValue(Words)!;
            if (words is not [ExitCodes])
            {
                var table = CommandTable.Create();
                CommandNames.Find(table, words);
                return await table.Parse([.. words, "--help"]).InvokeAsync(cancellationToken: cancellationToken);
            }

            PrintExitCodes(arguments.GetValue(GlobalOptions.Output));
            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>The commands below the words so far.</summary>
    private static IEnumerable<CompletionItem> Candidates(CompletionContext context)
    {
        var words = context.ParseResult.GetValue(Words) ?? [];
        if (context.WordToComplete.Length > 0 && words.Length > 0)
            words = words[..^1];
        var names = CommandNames.Below(context.ParseResult.RootCommandResult.Command, words);
        return (words.Length == 0 ? names.Append(ExitCodes) : names)
            .Where(name => name.StartsWith(context.WordToComplete, StringComparison.Ordinal))
            .Select(name => new CompletionItem(name));
    }

    private static void PrintExitCodes(OutputFormat format)
    {
        if (format == OutputFormat.Json)
        {
            var rows = ExitCode.All.Select(row => new { code = row.Code, meaning = row.Meaning });
            Console.Out.WriteLine(JsonSerializer.Serialize(rows));
            return;
        }

        Printer.Table(["code", "meaning"], ExitCode.All.Select(row => new[] { row.Code.ToString(CultureInfo.InvariantCulture), row.Meaning }));
    }
}
