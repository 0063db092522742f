using System.CommandLine;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Shares;

/// <summary><c>hops share revoke</c> and <c>hops share leave</c></summary>
internal static class ShareEnd
{
    private static readonly Argument<string> Given = ShareChoice.Argument("The share: its id, or the dataset or topic if it is shared with one project");

    private static readonly Argument<string> Borrowed = ShareChoice.Argument("The share: its id, owner::dataset or owner.topic");

    public static Command CreateRevoke() => UserCommand.Create(
        "revoke", "Take back what the project has offered or shared", [Given, Confirmation.Yes, Confirmation.Force], RevokeAsync);

    public static Command CreateLeave() => UserCommand.Create(
        "leave", "Give back what the project borrows", [Borrowed, Confirmation.Yes, Confirmation.Force], LeaveAsync);

    private static async Task RevokeAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var share = await ShareChoice.FindAsync(context, "shares", arguments.GetValue(Given)!, cancellationToken);
        var (name, borrower) = (ShareChoice.Text(share, "name"), ShareChoice.Text(share, "borrower"));
        Confirmation.Require(arguments, $"This takes {name} from project {borrower}", name);
        await EndAsync(context, arguments, ("shares", ShareChoice.Text(share, "id"), name), cancellationToken);
        Printer.Note($"{borrower} has {name} no longer.");
    }

    private static async Task LeaveAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var share = await ShareChoice.FindAsync(context, "borrowings", arguments.GetValue(Borrowed)!, cancellationToken);
        var name = ShareChoice.Text(share, "borrowedName");
        Confirmation.Require(arguments, $"This takes {name} from project {context.ProjectName}", name);
        await EndAsync(context, arguments, ("borrowings", ShareChoice.Text(share, "id"), name), cancellationToken);
        Printer.Note($"The project borrows {name} no longer.");
    }

    private static Task EndAsync(
        CommandContext context, ParseResult arguments, (string Route, string Id, string Name) share, CancellationToken cancellationToken) =>
        Confirmation.DeleteUsedAsync(
            arguments, share.Name, force => context.ChangeAsync(HttpMethod.Delete, context.InProject(share.Route, share.Id) + force, null, cancellationToken));
}
