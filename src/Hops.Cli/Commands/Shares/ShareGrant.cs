using System.CommandLine;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Shares;

/// <summary><c>hops share requests</c>, <c>grant</c> and <c>refuse</c></summary>
internal static class ShareGrant
{
    private const string Requests = "share-requests";

    private static readonly Argument<string> Request = new("request") { Description = "Id of the request, as 'hops share requests' shows it" };

    private static readonly Option<bool> ReadOnly = new("--read-only") { Description = "For reading, even if writing is asked for too" };

    private static readonly Option<TimeSpan?> Expires = Duration.Option("--expires", "When it ends by itself, such as 30d; never if absent");

    private static readonly Option<string?> Reason = new("--reason") { Description = "Why, for those who ask, at most 500 characters", HelpName = "TEXT" };

    public static Command CreateRequests() => UserCommand.Create(
        "requests",
        "List what other projects ask for",
        [],
        (context, _, cancellationToken) => context.Printer.ListAsync(
            context.ListAsync(context.InProject(Requests), null, cancellationToken), "id", "name", "borrower", "rights", "asked", "askedBy", "note"));

    public static Command CreateGrant() => UserCommand.Create("grant", "Lend what another project asks for", [Request, ReadOnly, Expires], GrantAsync);

    public static Command CreateRefuse() => UserCommand.Create("refuse", "Do not lend what another project asks for", [Request, Reason], RefuseAsync);

    private static async Task GrantAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var terms = new
        {
            rights = arguments.GetValue(ReadOnly) ? "READ" : null, expires = TimeProvider.System.GetUtcNow() + arguments.GetValue(Expires),
        };
        context.Printer.Object(await context.PostAsync(context.InProject(Requests, arguments.GetValue(Request)!, "accept"), terms, cancellationToken));
    }

    private static async Task RefuseAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var answer = new { reason = arguments.GetValue(Reason) };
        context.Printer.Object(await context.PostAsync(context.InProject(Requests, arguments.GetValue(Request)!, "reject"), answer, cancellationToken));
    }
}
