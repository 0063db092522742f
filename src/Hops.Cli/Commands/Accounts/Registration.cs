using System.CommandLine;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Accounts;

/// <summary><c>hops registration begin</c> and <c>confirm</c>: an account for somebody who has none.</summary>
internal static class Registration
{
    private static readonly Argument<string> Email = new("email") { Description = "Your address of mail" };

    private static readonly Argument<string> Name = new("name") { Description = "Name that the user is to have" };

    public static Command CreateBegin() => UserCommand.Create("begin", "Have a link mailed by which you make an account", [Email], BeginAsync);

    public static Command CreateConfirm() => UserCommand.Create(
        "confirm", "Make the account, with the mailed link and a password", [Name, MailedLink.FromInput], ConfirmAsync);

    private static async Task BeginAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        await context.PostAsync("registrations", new { email = arguments.GetValue(Email) }, cancellationToken);
        Printer.Note("If this address can have an account, a mail with a link is on its way.");
    }

    private static async Task ConfirmAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var secrets = new SecretInput(arguments.GetValue(MailedLink.FromInput));
        var wish = new { token = MailedLink.Read(secrets), name = arguments.GetValue(Name), password = secrets.ReadNew("password") };
        var made = await context.PostAsync("registrations/confirmation", wish, cancellationToken);
        context.Printer.Object(made);
        Printer.Note(made.GetProperty("isPending").GetBoolean()
            ? "An administrator has to approve the account; you will get a mail."
            : $"Sign in with 'hops login {wish.name}'.");
    }
}
