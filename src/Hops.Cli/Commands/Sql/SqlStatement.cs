using System.CommandLine;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Sql;

/// <summary><c>hops sql</c></summary>
internal static class SqlStatement
{
    private static readonly Argument<string> Statement = new("statement")
    {
        Description = "One SELECT over datasets of the project, or - for standard input",
    };

    private static readonly Option<int?> Limit = new("--limit") { Description = "Most rows to print", HelpName = "COUNT" };

    public static Command Create() => UserCommand.Create("sql", "Answer an SQL statement over datasets", [Statement, Limit], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var text = arguments.GetValue(Statement)!;
        var statement = text == "-" ? await TextInput.ReadAsync(text, cancellationToken) : text;
        var answer = await context.PostAsync(
            context.InProject("sql"), new { statement, rowsMax = arguments.GetValue(Limit) }, cancellationToken);
        if (context.Printer.Format == OutputFormat.Json)
        {
            context.Printer.Object(answer);
        }
        else
        {
            Printer.Table(
                answer.GetProperty("columns").EnumerateArray().Select(column => Printer.Text(column.GetProperty("name"))).ToList(),
                answer.GetProperty("rows").EnumerateArray().Select(row => row.EnumerateArray().Select(Printer.Text).ToList()));
        }

        if (answer.GetProperty("truncated").GetBoolean())
            Printer.Note("There are more rows: see --limit.");
    }
}
