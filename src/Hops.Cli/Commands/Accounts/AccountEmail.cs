using System.CommandLine;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Accounts;

/// <summary><c>hops account email set</c> and <c>confirm</c></summary>
internal static class AccountEmail
{
    private static readonly Argument<string> Address = new("address") { Description = "Your address of mail" };

    public static Command CreateSet() => UserCommand.Create(
        "set", "Give your account an address, by which a forgotten password is recovered", [Address, ProofInput.FromInput], SetAsync);

    public static Command CreateConfirm() => UserCommand.Create("confirm", "Confirm an address with the link that was mailed to it", [MailedLink.FromInput], ConfirmAsync);

    private static async Task SetAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        await context.GetAsync("me", cancellationToken);
        var wish = new { email = arguments.GetValue(Address), password = ProofInput.Of(arguments).Read("password") };
        await context.Server.CallAsync(HttpMethod.Put, "me/email", wish, cancellationToken: cancellationToken);
        Printer.Note($"A mail with a link is on its way to {wish.email}; the address counts once you have followed it.");
    }

    private static async Task ConfirmAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var token = MailedLink.Read(new SecretInput(arguments.GetValue(MailedLink.FromInput)));
        await context.PostAsync("email-confirmations", new { token }, cancellationToken);
        Printer.Note("The address is confirmed.");
    }
}
