using System.CommandLine;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Shares;

/// <summary><c>hops share offer</c></summary>
internal static class ShareOffers
{
    private static readonly Argument<string> Kind = new("kind") { Description = "dataset or topic" };

    private static readonly Argument<string> Name = new("name") { Description = "Its name in the project" };

    private static readonly Option<string> To = new("--to") { Description = "Project that may borrow it", HelpName = "PROJECT", Required = true };

    private static readonly Option<bool> Write = new("--write") { Description = "Let that project write to it too; what it writes counts against the quota here" };

    private static readonly Option<TimeSpan?> Expires = Duration.Option("--expires", "When it ends by itself, such as 30d; never if absent");

    private static readonly Option<string?> Note = new("--note") { Description = "What you say of it to the owners of that project, at most 500 characters", HelpName = "TEXT" };

    public static Command Create()
    {
        Kind.AcceptOnlyFromAmong("dataset", "topic");
        return UserCommand.Create(
            "offer", "Offer a dataset or topic to another project, whose owners accept or reject it", [Kind, Name, To, Write, Expires, Note], RunAsync);
    }

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var to = arguments.GetValue(To)!;
        var wish = new
        {
            kind = arguments.GetValue(Kind)!.ToUpperInvariant(),
            name = arguments.GetValue(Name),
            to,
            rights = arguments.GetValue(Write) ? "READ_WRITE" : "READ",
            expires = TimeProvider.System.GetUtcNow() + arguments.GetValue(Expires),
            note = arguments.GetValue(Note),
        };
        context.Printer.Object(await context.PostAsync(context.InProject("shares"), wish, cancellationToken));
        Printer.Note($"An owner of {to} finds it with: hops share inbox --project {to}");
    }
}
