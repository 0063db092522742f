using System.CommandLine;
using Hops.Cli.Output;
using Hops.Core.Errors;
using QRCoder;

namespace Hops.Cli.Commands.Accounts;

/// <summary><c>hops account totp enable</c></summary>
internal static class TotpEnable
{
    public static Command Create() => UserCommand.Create(
        "enable", "Ask for a code of your device whenever you sign in", [ProofInput.FromInput], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var state = await context.GetAsync("me/second-factor", cancellationToken);
        if (state.GetProperty("isOn").GetBoolean())
            throw new PlatformException(ErrorCode.Conflict, "You have a second factor already: 'hops account totp disable' removes it.");
        var secrets = ProofInput.Of(arguments);
        var made = await context.PostAsync("me/second-factor", new { password = secrets.Read("password") }, cancellationToken);
        Show(made.GetProperty("uri").GetString()!, made.GetProperty("secret").GetString()!);
        var proof = new { code = secrets.Read("code that it shows") };
        var confirmed = await context.Server.CallAsync(HttpMethod.Put, "me/second-factor", proof, cancellationToken: cancellationToken);
        RecoveryCodes.Print(context, confirmed.Body);
    }

    /// <summary>To the person alone: what is printed may be kept in a file.</summary>
    private static void Show(string uri, string secret)
    {
        using var data = QRCodeGenerator.GenerateQrCode(uri, QRCodeGenerator.ECCLevel.L);
        using var picture = new AsciiQRCode(data);
        if (!Console.IsErrorRedirected)
            Printer.Note(picture.GetGraphicSmall());
        Printer.Note($"Scan it with an authenticator, or enter the secret {secret} there.");
        Printer.Note(uri);
    }
}
