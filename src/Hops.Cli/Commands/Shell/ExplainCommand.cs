using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Shell;

/// <summary><c>hops help exit-codes</c>: what holds for every command.</summary>
internal static class ExplainCommand
{
    public static Command Create()
    {
        var codes = new Command("exit-codes", "What the exit codes mean");
        codes.SetAction(arguments =>
        {
            if (arguments.GetValue(GlobalOptions.Output) == OutputFormat.Json)
            {
                var rows = ExitCode.All.Select(row => new { code = row.Code, meaning = row.Meaning });
                Console.Out.WriteLine(JsonSerializer.Serialize(rows));
            }
            else
            {
                Printer.Table(["code", "meaning"], ExitCode.All.Select(row => new[] { row.Code.ToString(CultureInfo.InvariantCulture), row.Meaning }));
            }
        });
        var group = new Command("help", "Explain what holds for every command");
        group.Subcommands.Add(codes);
        return group;
    }
}
