using System.CommandLine;

namespace Hops.Cli.Commands.Sessions;

/// <summary><c>hops whoami</c></summary>
internal static class WhoAmI
{
    public static Command Create() => UserCommand.Create(
        "whoami",
        "Show who you are to the server",
        [],
        async (context, _, cancellationToken) => context.Printer.Object(await context.GetAsync("me", cancellationToken)));
}
