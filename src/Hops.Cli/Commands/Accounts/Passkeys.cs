using System.CommandLine;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Accounts;

/// <summary><c>hops account passkey list</c>, <c>rename</c> and <c>remove</c>. A passkey is added in a browser, which asks the device.</summary>
internal static class Passkeys
{
    private static readonly Argument<string> Id = new("id") { Description = "Id of the passkey, from 'hops account passkey list'" };
    private static readonly Argument<string> Name = new("name") { Description = "Its new name" };

    public static Command CreateList() => UserCommand.Create(
        "list",
        "List the devices that sign you in by themselves",
        [],
        (context, _, cancellationToken) => context.Printer.ListAsync(
            context.ListAsync("me/passkeys", null, cancellationToken), "id", "name", "created", "lastUsed"));

    public static Command CreateRename() => UserCommand.Create("rename", "Give a passkey another name", [Id, Name], RenameAsync);

    public static Command CreateRemove() => UserCommand.Create(
        "remove", "Remove a passkey, and end your other sessions", [Id, Confirmation.Yes], RemoveAsync);

    private static async Task RenameAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var (id, name) = (arguments.GetValue(Id)!, arguments.GetValue(Name)!);
        await context.Server.CallAsync(HttpMethod.Put, CommandContext.Route("me", "passkeys", id), new { name }, cancellationToken: cancellationToken);
        Printer.Note($"The passkey {id} is called {name}.");
    }

    private static async Task RemoveAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var id = arguments.GetValue(Id)!;
        Confirmation.Require(arguments, $"The passkey {id} signs you in no more, and your other sessions end", id);
        await context.DeleteAsync(CommandContext.Route("me", "passkeys", id), cancellationToken);
        Printer.Note($"The passkey {id} is removed.");
    }
}
