using System.CommandLine;

namespace Hops.Cli.Commands.Users;

/// <summary><c>hops user list</c></summary>
internal static class UserList
{
    private static readonly Option<bool> Pending = new("--pending") { Description = "Those alone who have registered and wait for you" };

    public static Command Create() => UserCommand.Create(
        "list",
        "List the users of the platform (administrators)",
        [Pending],
        (context, arguments, cancellationToken) => context.Printer.ListAsync(
            context.ListAsync(arguments.GetValue(Pending) ? "users?pending=true" : "users", null, cancellationToken),
            "name", "email", "isAdministrator", "isDisabled", "isPending", "hasSecondFactor", "mustChangePassword", "created"));
}
