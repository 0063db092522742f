using System.CommandLine;

namespace Hops.Cli.Commands.Datasets;

/// <summary><c>hops dataset list</c></summary>
internal static class DatasetList
{
    public static Command Create() => UserCommand.Create(
        "list",
        "List the datasets of the project",
        [],
        (context, _, cancellationToken) => context.Printer.ListAsync(
            context.ListAsync(context.InProject("datasets"), null, cancellationToken), "name", "access", "rights", "creator", "created", "description"));
}
