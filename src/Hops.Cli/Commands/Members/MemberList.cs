using System.CommandLine;

namespace Hops.Cli.Commands.Members;

/// <summary><c>hops member list</c></summary>
internal static class MemberList
{
    public static Command Create() => UserCommand.Create(
        "list",
        "List the members of the project",
        [],
        (context, _, cancellationToken) => context.Printer.ListAsync(
            context.ListAsync(context.InProject("members"), null, cancellationToken), "user", "role", "added"));
}
