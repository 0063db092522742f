using System.CommandLine;

namespace Hops.Cli.Commands.Projects;

/// <summary><c>hops project list</c></summary>
internal static class ProjectList
{
    public static Command Create() => UserCommand.Create(
        "list",
        "List the projects that you are a member of",
        [],
        (context, _, cancellationToken) => context.Printer.ListAsync(
            context.ListAsync("projects", null, cancellationToken), "name", "role", "creator", "quotaBytes", "created", "ends", "lastActivity", "lastActor", "description"));
}
