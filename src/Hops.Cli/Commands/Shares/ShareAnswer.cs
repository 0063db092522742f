using System.CommandLine;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Shares;

/// <summary><c>hops share accept</c> and <c>hops share reject</c></summary>
internal static class ShareAnswer
{
    private const string Offers = "share-offers";

    private static readonly Argument<string> Share = ShareChoice.Argument("The offer: its id, owner::dataset or owner.topic");

    private static readonly Option<string?> Reason = new("--reason") { Description = "Why, for its owner, at most 500 characters", HelpName = "TEXT" };

    public static Command CreateAccept() => UserCommand.Create("accept", "Accept what another project offers", [Share], AcceptAsync);

    public static Command CreateReject() => UserCommand.Create("reject", "Reject what another project offers", [Share, Reason], RejectAsync);

    private static async Task AcceptAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var share = await ShareChoice.FindAsync(context, Offers, arguments.GetValue(Share)!, cancellationToken);
        context.Printer.Object(await context.PostAsync(context.InProject(Offers, ShareChoice.Text(share, "id"), "accept"), new { }, cancellationToken));
        Printer.Note($"It is called {ShareChoice.Text(share, "borrowedName")} here.");
    }

    private static async Task RejectAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var share = await ShareChoice.FindAsync(context, Offers, arguments.GetValue(Share)!, cancellationToken);
        var answer = new { reason = arguments.GetValue(Reason) };
        context.Printer.Object(await context.PostAsync(context.InProject(Offers, ShareChoice.Text(share, "id"), "reject"), answer, cancellationToken));
    }
}
