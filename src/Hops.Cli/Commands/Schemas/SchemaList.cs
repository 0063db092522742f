using System.CommandLine;

namespace Hops.Cli.Commands.Schemas;

/// <summary><c>hops schema list</c></summary>
internal static class SchemaList
{
    public static Command Create() => UserCommand.Create(
        "list",
        "List the schema subjects of the project",
        [],
        (context, _, cancellationToken) => context.Printer.ListAsync(
            context.ListAsync(context.InProject("schemas"), null, cancellationToken), "name"));
}
