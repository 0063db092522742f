using System.CommandLine;
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
        command.SetAction(async (arguments, cancellationToken) =>
        {
            if (arguments.GetValue(Words) is not [ExitCodes])
                return await CommandTable.Create().Parse([.. arguments.GetValue(Words)!, "--help"]).InvokeAsync(cancellationToken: cancellationToken);
            PrintExitCodes(arguments.GetValue(GlobalOptions.Output));
            return ExitCode.Ok;
        });
        return command;
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
