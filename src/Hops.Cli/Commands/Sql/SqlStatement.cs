using System.CommandLine;
using System.Text.Json;
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

    private static readonly Option<ChartKind?> Chart = new("--chart")
    {
        Description = "Draw the numbers over the first column: bar or line",
        HelpName = "KIND",
    };

    public static Command Create() => UserCommand.Create("sql", "Answer an SQL statement over datasets", [Statement, Limit, Chart], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var text = arguments.GetValue(Statement)!;
        var statement = text == "-" ? await TextInput.ReadAsync(text, cancellationToken) : text;
        var answer = await context.PostAsync(
            context.InProject("sql"), new { statement, rowsMax = arguments.GetValue(Limit) }, cancellationToken);
        Print(context.Printer, arguments.GetValue(Chart), answer);
        if (answer.GetProperty("truncated").GetBoolean())
            Printer.Note("There are more rows: see --limit.");
    }

    private static void Print(Printer printer, ChartKind? chart, JsonElement answer)
    {
        if (printer.Format == OutputFormat.Json)
        {
            printer.Object(answer);
            return;
        }

        var columns = answer.GetProperty("columns").EnumerateArray().Select(column => Printer.Text(column.GetProperty("name"))).ToList();
        var rows = answer.GetProperty("rows").EnumerateArray().Select(row => row.EnumerateArray().ToList()).ToList();
        if (chart is { } kind)
            Printer.Lines(SqlChart.Draw(kind, columns, rows));
        else if (printer.Format == OutputFormat.Csv)
            Printer.Csv(columns, rows);
        else
            Printer.Table(columns, rows.Select(row => row.Select(Printer.Text).ToList()));
    }
}
