using System.CommandLine;

namespace Hops.Cli.Commands.Groups;

/// <summary><c>hops group list</c></summary>
internal static class GroupList
{
    public static Command Create() => UserCommand.Create(
        "list",
        "List the consumer groups of the project and how far behind they are",
        [],
        (context, _, cancellationToken) => context.Printer.ListAsync(
            context.ListAsync(context.InProject("groups"), null, cancellationToken), "group", "state", "lag"));
}
