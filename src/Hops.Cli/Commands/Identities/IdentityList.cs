using System.CommandLine;

namespace Hops.Cli.Commands.Identities;

/// <summary><c>hops account identity list</c>, <c>hops user identity list</c> and <c>hops account identity issuers</c></summary>
internal static class IdentityList
{
    private static readonly Argument<string> User = new("user") { Description = "Name of the user" };

    public static Command CreateOwn() => UserCommand.Create(
        "list",
        "List the identities by which you sign in besides your password",
        [],
        (context, _, cancellationToken) => PrintAsync(context, "me/identities", cancellationToken));

    public static Command CreateOfUser() => UserCommand.Create(
        "list",
        "List the identities by which a user signs in (administrators)",
        [User],
        (context, arguments, cancellationToken) => PrintAsync(context, CommandContext.Route("users", arguments.GetValue(User)!, "identities"), cancellationToken));

    public static Command CreateIssuers() => UserCommand.Create(
        "issuers",
        "List who vouches for people here; in a browser one signs in by them, and links an identity with an account",
        [],
        (context, _, cancellationToken) => context.Printer.ListAsync(context.ListAsync("issuers", null, cancellationToken), "name", "displayName"));

    private static Task PrintAsync(CommandContext context, string route, CancellationToken cancellationToken) =>
        context.Printer.ListAsync(context.ListAsync(route, null, cancellationToken), "id", "issuer", "label", "isUsable", "created", "lastUsed", "subject");
}
