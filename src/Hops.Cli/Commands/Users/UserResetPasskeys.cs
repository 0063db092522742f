using System.CommandLine;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Users;

/// <summary><c>hops user reset-passkeys</c></summary>
internal static class UserResetPasskeys
{
    private static readonly Argument<string> Name = new("name") { Description = "Name of the user" };

    public static Command Create() => UserCommand.Create(
        "reset-passkeys", "Remove the passkeys of a user who has lost a device (administrators)", [Name, Confirmation.Yes], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var name = arguments.GetValue(Name)!;
        Confirmation.Require(arguments, $"Until {name} adds another device, it signs in by password", name);
        await context.DeleteAsync(CommandContext.Route("users", name, "passkeys"), cancellationToken);
        Printer.Note($"The passkeys of {name} are removed, and its sessions have ended.");
    }
}
