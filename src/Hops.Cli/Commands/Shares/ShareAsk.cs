using System.CommandLine;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Shares;

/// <summary><c>hops share ask</c>, <c>asked</c> and <c>withdraw</c></summary>
internal static class ShareAsk
{
    private const string Requests = "borrowing-requests";

    private static readonly Argument<string> Dataset = new("dataset") { Description = "The listed dataset, owner::dataset" };

    private static readonly Argument<string> Request = new("request") { Description = "Id of the request, as 'hops share asked' shows it" };

    private static readonly Option<bool> Write = new("--write") { Description = "Ask for writing to it too" };

    private static readonly Option<string?> Note = new("--note") { Description = "For its owners, at most 500 characters", HelpName = "TEXT" };

    public static Command CreateAsk() => UserCommand.Create("ask", "Ask for a listed dataset of another project", [Dataset, Write, Note], AskAsync);

    public static Command CreateAsked() => UserCommand.Create(
        "asked",
        "List what the project has asked for, and the answers",
        [],
        (context, _, cancellationToken) => context.Printer.ListAsync(
            context.ListAsync(context.InProject(Requests), null, cancellationToken), "id", "dataset", "rights", "state", "asked", "askedBy", "note", "reason"));

    public static Command CreateWithdraw() => UserCommand.Create("withdraw", "Take back that the project has asked", [Request], WithdrawAsync);

    private static async Task AskAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var wish = new
        {
            dataset = arguments.GetValue(Dataset), rights = arguments.GetValue(Write) ? "READ_WRITE" : "READ", note = arguments.GetValue(Note),
        };
        context.Printer.Object(await context.PostAsync(context.InProject(Requests), wish, cancellationToken));
        Printer.Note("Its owners see it in their inbox; so will you their answer.");
    }

    private static async Task WithdrawAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var request = arguments.GetValue(Request)!;
        await context.DeleteAsync(context.InProject(Requests, request), cancellationToken);
        Printer.Note($"The project does not ask for {request} any more.");
    }
}
