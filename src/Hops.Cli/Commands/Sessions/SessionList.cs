using System.CommandLine;

namespace Hops.Cli.Commands.Sessions;

/// <summary><c>hops session list</c></summary>
internal static class SessionList
{
    public static Command Create() => UserCommand.Create(
        "list",
        "List where you are signed in",
        [],
        (context, _, cancellationToken) => context.Printer.ListAsync(
            context.ListAsync("me/sessions", null, cancellationToken), "id", "isCurrent", "created", "lastUsed", "expires", "from", "agent", "signedInBy"));
}
