using System.CommandLine;

namespace Hops.Cli.Commands.Shares;

/// <summary><c>hops share list</c> and <c>hops share inbox</c></summary>
internal static class ShareLists
{
    private static readonly Option<bool> Borrowed = new("--borrowed") { Description = "What the project borrows, instead of what it lends" };

    public static Command CreateList() => UserCommand.Create(
        "list",
        "List what the project has offered to others, and what became of it",
        [Borrowed],
        (context, arguments, cancellationToken) => arguments.GetValue(Borrowed)
            ? ListAsync(context, "borrowings", cancellationToken, "id", "kind", "borrowedName", "rights", "expires", "note")
            : ListAsync(context, "shares", cancellationToken, "id", "kind", "name", "borrower", "rights", "state", "expires", "note", "reason"));

    public static Command CreateInbox() => UserCommand.Create(
        "inbox",
        "List what other projects offer to this one",
        [],
        (context, _, cancellationToken) =>
            ListAsync(context, "share-offers", cancellationToken, "id", "kind", "borrowedName", "rights", "expires", "offeredBy", "note"));

    private static Task ListAsync(CommandContext context, string route, CancellationToken cancellationToken, params string[] columns) =>
        context.Printer.ListAsync(context.ListAsync(context.InProject(route), null, cancellationToken), columns);
}
