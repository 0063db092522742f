using System.CommandLine;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Users;

/// <summary><c>hops user reset-second-factor</c></summary>
internal static class UserResetSecondFactor
{
    private static readonly Argument<string> Name = new("name") { Description = "Name of the user" };

    public static Command Create() => UserCommand.Create(
        "reset-second-factor", "Remove the second factor of a user who has lost the device (administrators)", [Name, Confirmation.Yes], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var name = arguments.GetValue(Name)!;
        Confirmation.Require(arguments, $"Until {name} enrols another device, its password alone signs in", name);
        await context.DeleteAsync(CommandContext.Route("users", name, "second-factor"), cancellationToken);
        Printer.Note($"The second factor of {name} is removed, and its sessions have ended.");
    }
}
