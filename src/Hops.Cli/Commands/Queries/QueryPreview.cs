using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Hops.Cli.Commands.Sql;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Queries;

/// <summary><c>hops query preview</c></summary>
internal static class QueryPreview
{
    private const int RowsMax = 10_000;

    private static readonly Option<long?> Max = Count.Option("--max", "Most rows to show; 100 if absent", RowsMax);

    public static Command Create() => UserCommand.Create(
        "preview",
        "Show what a query makes of the newest records of its topic; nothing is written",
        [.. QueryOptions.All, Max],
        RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var definition = await QueryOptions.DefinitionAsync(context, arguments, cancellationToken, needsSink: false);
        definition["name"] ??= "preview";
        var preview = await context.PostAsync(context.InProject("query-previews"), new { definition, rowsMax = arguments.GetValue(Max) }, cancellationToken);
        if (context.Printer.Format == OutputFormat.Json)
        {
            context.Printer.Object(preview);
            return;
        }

        SqlStatement.Print(context.Printer, null, preview.GetProperty("answer"));
        var read = preview.GetProperty("recordsRead").GetInt64();
        Printer.Note(string.Create(CultureInfo.InvariantCulture, $"Of {read} records; {preview.GetProperty("recordsBad").GetInt64()} do not decode, {preview.GetProperty("rowsLate").GetInt64()} rows came late."));
    }
}
