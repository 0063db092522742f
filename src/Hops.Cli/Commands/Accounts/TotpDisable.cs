using System.CommandLine;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Accounts;

/// <summary><c>hops account totp disable</c></summary>
internal static class TotpDisable
{
    public static Command Create() => UserCommand.Create(
        "disable", "Sign in by the password alone again; takes the password and a code", [ProofInput.FromInput], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        await context.GetAsync("me/second-factor", cancellationToken);
        var secrets = ProofInput.Of(arguments);
        var proofs = new { password = secrets.Read("password"), code = secrets.Read("code") };
        await context.PostAsync("me/second-factor/removal", proofs, cancellationToken);
        Printer.Note("The second factor is removed.");
    }
}
