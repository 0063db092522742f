using System.CommandLine;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Identities;

/// <summary><c>hops account identity unlink</c> and <c>hops user identity unlink</c></summary>
internal static class IdentityUnlink
{
    private static readonly Argument<string> Id = new("id") { Description = "Id of the identity, from 'identity list'" };

    private static readonly Argument<string> User = new("user") { Description = "Name of the user" };

    private static readonly Option<bool> FromInput = new("--password-stdin") { Description = "Read the password from the first line of standard input" };

    public static Command CreateOwn() => UserCommand.Create(
        "unlink", "Sign in by an identity no more; takes the password, of who has one", [Id, FromInput], OwnAsync);

    public static Command CreateOfUser() => UserCommand.Create(
        "unlink", "Take an identity from an account and end its sessions (administrators)", [User, Id, Confirmation.Yes], OfUserAsync);

    private static async Task OwnAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var me = await context.GetAsync("me", cancellationToken);
        var password = me.GetProperty("hasPassword").GetBoolean() ? new SecretInput(arguments.GetValue(FromInput)).Read("password") : null;
        await context.PostAsync(CommandContext.Route("me", "identities", arguments.GetValue(Id)!, "removal"), new { password }, cancellationToken);
        Printer.Note("The identity is unlinked.");
    }

    private static async Task OfUserAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var user = arguments.GetValue(User)!;
        Confirmation.Require(arguments, $"{user} does not sign in by it any more", user);
        await context.DeleteAsync(CommandContext.Route("users", user, "identities", arguments.GetValue(Id)!), cancellationToken);
        Printer.Note("The identity is unlinked, and sessions that were opened by its issuer have ended.");
    }
}
