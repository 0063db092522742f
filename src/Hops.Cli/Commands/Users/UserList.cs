using System.CommandLine;

namespace Hops.Cli.Commands.Users;

/// <summary><c>hops user list</c></summary>
internal static class UserList
{
    public static Command Create() => UserCommand.Create(
        "list",
        "List the users of the platform (administrators)",
        [],
        (context, _, cancellationToken) => context.Printer.ListAsync(
            context.ListAsync("users", null, cancellationToken), "name", "isAdministrator", "isDisabled", "mustChangePassword", "created"));
}
