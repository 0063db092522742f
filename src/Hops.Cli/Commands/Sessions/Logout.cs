using System.CommandLine;
using Hops.Cli.Output;
using Hops.Core.Errors;

namespace Hops.Cli.Commands.Sessions;

/// <summary><c>hops logout</c></summary>
internal static class Logout
{
    public static Command Create() => UserCommand.Create("logout", "End the session and forget it", [], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        context.Profiles.Save(context.Profile with { Token = null });
        if (context.Profile.Token is null)
        {
            Printer.Note("Nobody was signed in.");
            return;
        }

        try
        {
            await context.DeleteAsync("sessions/current", cancellationToken);
        }
        catch (PlatformException refusal) when (refusal.Code == ErrorCode.Unauthenticated)
        {
            // The session had ended by itself.
        }

        Printer.Note("Signed out.");
    }
}
