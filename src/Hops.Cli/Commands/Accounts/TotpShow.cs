using System.CommandLine;

namespace Hops.Cli.Commands.Accounts;

/// <summary><c>hops account totp show</c></summary>
internal static class TotpShow
{
    public static Command Create() => UserCommand.Create(
        "show",
        "Show whether you have a second factor, and how many recovery codes are left",
        [],
        async (context, _, cancellationToken) => context.Printer.Object(await context.GetAsync("me/second-factor", cancellationToken)));
}
