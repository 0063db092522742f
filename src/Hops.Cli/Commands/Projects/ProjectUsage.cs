using System.CommandLine;

namespace Hops.Cli.Commands.Projects;

/// <summary><c>hops project usage</c></summary>
internal static class ProjectUsage
{
    public static Command Create() => UserCommand.Create(
        "usage",
        "Show what the project uses of its limits",
        [],
        (context, _, cancellationToken) => context.Printer.ListAsync(
            context.ListAsync(context.InProject("usage"), null, cancellationToken), "name", "used", "limit", "remaining", "unit", "warning"));
}
