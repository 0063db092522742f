using System.CommandLine;

namespace Hops.Cli.Commands.Queries;

/// <summary><c>hops query list</c></summary>
internal static class QueryList
{
    public static Command Create() => UserCommand.Create(
        "list",
        "List the streaming queries of the project",
        [],
        (context, _, cancellationToken) => context.Printer.ListAsync(
            context.ListAsync(context.InProject("queries"), null, cancellationToken),
            "name",
            "status.state",
            "desired",
            "status.totals.rowsIn",
            "status.totals.rowsLate",
            "definition.topic",
            "definition.sink",
            "owner",
            "created",
            "status.note"));
}
