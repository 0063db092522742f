using System.CommandLine;

namespace Hops.Cli.Commands.Queries;

/// <summary><c>hops query start</c>, <c>hops query stop</c> and <c>hops query finish</c></summary>
internal static class QueryStart
{
    private static readonly Argument<string> Name = new("name") { Description = "The query" };

    public static Command CreateStart() => UserCommand.Create(
        "start",
        "Start a query",
        [Name],
        (context, arguments, cancellationToken) => ActAsync(context, arguments.GetValue(Name)!, "start", cancellationToken));

    public static Command CreateStop() => UserCommand.Create(
        "stop",
        "Stop a query when its batch is done",
        [Name],
        (context, arguments, cancellationToken) => ActAsync(context, arguments.GetValue(Name)!, "stop", cancellationToken));

    public static Command CreateFinish() => UserCommand.Create(
        "finish",
        "Read what is there, close the last windows whatever the watermark, and end the query",
        [Name],
        (context, arguments, cancellationToken) => ActAsync(context, arguments.GetValue(Name)!, "finish", cancellationToken));

    private static async Task ActAsync(CommandContext context, string name, string action, CancellationToken cancellationToken) =>
        context.Printer.Object(await context.PostAsync(context.InProject("queries", name, action), null, cancellationToken));
}
