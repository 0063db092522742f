using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Hops.Cli.Output;
using Hops.Core.Errors;

namespace Hops.Cli.Commands.Sql;

/// <summary><c>hops sql</c>. An interrupt ends the statement on the server too.</summary>
internal static class SqlStatement
{
    private const int LimitMax = 10_000;
    private const int ShownLengthMax = 80;
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CancelTimeout = TimeSpan.FromSeconds(1);

    private static readonly Argument<string> Statement = new("statement")
    {
        Description = "One SELECT over datasets of the project and topics.NAME, or - for standard input",
    };

    private static readonly Option<long?> Limit = Count.Option("--limit", "Most rows to print, 1 to 10000; 1000 if absent", LimitMax);

    private static readonly Option<ChartKind?> Chart = Choice.Option<ChartKind?>("--chart", null, "KIND", "Draw the numbers over the first column");

    public static Command Create() => UserCommand.Create("sql", "Answer an SQL statement over datasets and topics", [Statement, Limit, Chart], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var limit = (int?)arguments.GetValue(Limit);
        var chart = arguments.GetValue(Chart);
        if (chart is not null && context.Printer.Format != OutputFormat.Table)
        {
            var format = context.Printer.Format.ToString().ToLowerInvariant();
            throw new PlatformException(ErrorCode.InvalidArgument, $"--chart draws, and --output {format} prints the rows: say one of them.");
        }

        var text = arguments.GetValue(Statement)!;
        var statement = text == "-" ? await TextInput.ReadAsync(text, cancellationToken) : text;
        var answer = await AnswerAsync(context, statement, limit, cancellationToken);
        Print(context.Printer, chart, answer);
        foreach (var note in TopicNotes(answer))
            Printer.Note(note);
        if (!answer.GetProperty("truncated").GetBoolean())
            return;
        var isOwn = Printer.Text(answer.GetProperty("truncatedBy")) == "rows";
        Printer.Note(isOwn ? "There are more rows: see --limit." : "There are more rows. " + Printer.Text(answer.GetProperty("note")));
    }

    /// <summary>What of topics the answer does not know; nothing of those that were read whole.</summary>
    private static IEnumerable<string> TopicNotes(JsonElement answer)
    {
        if (!answer.TryGetProperty("topics", out var topics))
            yield break;
        foreach (var topic in topics.EnumerateArray())
        {
            var (name, older, undecoded) = (Printer.Text(topic.GetProperty("name")), topic.GetProperty("older").GetInt64(), topic.GetProperty("undecoded").GetInt64());
            if (older > 0)
                yield return string.Create(CultureInfo.InvariantCulture, $"Of the topic {name} the newest {topic.GetProperty("records").GetInt64():N0} records were read; {older:N0} are older.");
            if (undecoded > 0)
                yield return string.Create(CultureInfo.InvariantCulture, $"{undecoded:N0} records of the topic {name} do not decode and are left out.");
        }
    }

    /// <summary>Waits for the answer, says on a terminal how far it is, and takes the statement back when interrupted.</summary>
    private static async Task<JsonElement> AnswerAsync(CommandContext context, string statement, int? limit, CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid().ToString("N");
        var answering = context.PostAsync(context.InProject("sql"), new { statement, rowsMax = limit, id }, cancellationToken);
        try
        {
            if (!Console.IsErrorRedirected)
                await ShowProgressAsync(context, id, answering, cancellationToken);
            return await answering;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Printer.Note(await CancelAsync(context, id)
                ? $"Cancelled on the server: {(statement.Length <= ShownLengthMax ? statement : statement[..ShownLengthMax] + "...")}"
                : $"{context.Address} does not answer: it cancels the statement when it notices that its caller has gone.");
            throw;
        }
    }

    private static async Task ShowProgressAsync(CommandContext context, string id, Task answering, CancellationToken cancellationToken)
    {
        var isShown = false;
        while (await Task.WhenAny(answering, Task.Delay(ProgressInterval, cancellationToken)) != answering)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var share = await PercentageAsync(context, id, cancellationToken);
            isShown = true;
            await Console.Error.WriteAsync(share is { } known ? string.Create(CultureInfo.InvariantCulture, $"\r{known,3:0} %") : "\rruns ");
        }

        if (isShown)
            await Console.Error.WriteAsync("\r     \r");
    }

    private static async Task<double?> PercentageAsync(CommandContext context, string id, CancellationToken cancellationToken)
    {
        try
        {
            var view = await context.GetAsync(context.InProject("sql", id), cancellationToken);
            return view.TryGetProperty("percentage", out var share) && share.ValueKind == JsonValueKind.Number ? share.GetDouble() : null;
        }
        catch (PlatformException gone) when (gone.Code == ErrorCode.NotFound)
        {
            // It has just been answered, or the server is an older one.
            return null;
        }
    }

    /// <summary>The server ends a statement whose connection closes; a proxy in between may keep that from it.</summary>
    /// <returns>True if it does not run any more.</returns>
    private static async Task<bool> CancelAsync(CommandContext context, string id)
    {
        using var patience = new CancellationTokenSource(CancelTimeout);
        try
        {
            await context.DeleteAsync(context.InProject("sql", id), patience.Token);
            return true;
        }
        catch (PlatformException refusal)
        {
            // What does not run has ended by its closed connection already.
            return refusal.Code == ErrorCode.NotFound;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Prints the rows of an answer.</summary>
    internal static void Print(Printer printer, ChartKind? chart, JsonElement answer)
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
