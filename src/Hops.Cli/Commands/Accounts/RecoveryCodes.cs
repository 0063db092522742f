using System.CommandLine;
using System.Text.Json;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Accounts;

/// <summary><c>hops account totp recovery-codes</c></summary>
internal static class RecoveryCodes
{
    public static Command Create() => UserCommand.Create(
        "recovery-codes", "Make new recovery codes; the old ones are worth nothing then", [ProofInput.FromInput], RunAsync);

    public static void Print(CommandContext context, JsonElement answer)
    {
        if (context.Printer.Format == OutputFormat.Json)
        {
            context.Printer.Object(answer);
        }
        else
        {
            foreach (var code in answer.GetProperty("recoveryCodes").EnumerateArray())
                Console.Out.WriteLine(code.GetString());
        }

        Printer.Note("Each of these signs you in once without the device. They are shown only now: keep them where the device is not.");
    }

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        await context.GetAsync("me/second-factor", cancellationToken);
        var secrets = ProofInput.Of(arguments);
        var proofs = new { password = secrets.Read("password"), code = secrets.Read("code") };
        Print(context, await context.PostAsync("me/second-factor/recovery-codes", proofs, cancellationToken));
    }
}
