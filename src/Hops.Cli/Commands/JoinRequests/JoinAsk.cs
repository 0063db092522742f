using System.CommandLine;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.JoinRequests;

/// <summary><c>hops join ask</c> and <c>hops join withdraw</c></summary>
internal static class JoinAsk
{
    private static readonly Argument<string> Name = new("name") { Description = "The project" };

    private static readonly Option<string?> Note = new("--note") { Description = "For its owners, at most 500 characters", HelpName = "TEXT" };

    public static Command CreateAsk() => UserCommand.Create("ask", "Ask the owners of a project to join it", [Name, Note], AskAsync);

    public static Command CreateWithdraw() => UserCommand.Create("withdraw", "Take back that you have asked", [Name], WithdrawAsync);

    private static async Task AskAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var wish = new { project = arguments.GetValue(Name), note = arguments.GetValue(Note) };
        context.Printer.Object(await context.PostAsync("me/join-requests", wish, cancellationToken));
        Printer.Note("Its owners see it in their inbox; so will you their answer.");
    }

    private static async Task WithdrawAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var name = arguments.GetValue(Name)!;
        await context.DeleteAsync(CommandContext.Route("me", "join-requests", name), cancellationToken);
        Printer.Note($"You do not ask to join {name} any more.");
    }
}
