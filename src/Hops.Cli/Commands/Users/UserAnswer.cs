using System.CommandLine;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Users;

/// <summary><c>hops user approve</c> and <c>hops user reject</c></summary>
internal static class UserAnswer
{
    private static readonly Argument<string> Name = new("name") { Description = "Name of the user, from 'hops user list --pending'" };

    public static Command CreateApprove() => UserCommand.Create("approve", "Let a user in who has registered (administrators)", [Name], ApproveAsync);

    public static Command CreateReject() => UserCommand.Create(
        "reject", "Delete what a user has registered (administrators)", [Name, Confirmation.Yes], RejectAsync);

    private static async Task ApproveAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken) =>
        context.Printer.Object(await context.PostAsync(CommandContext.Route("users", arguments.GetValue(Name)!, "approval"), null, cancellationToken));

    private static async Task RejectAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var name = arguments.GetValue(Name)!;
        Confirmation.Require(arguments, $"What {name} has entered is deleted", name);
        await context.PostAsync(CommandContext.Route("users", name, "rejection"), null, cancellationToken);
        Printer.Note($"{name} is rejected.");
    }
}
