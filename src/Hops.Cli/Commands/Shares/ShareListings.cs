using System.CommandLine;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Shares;

/// <summary><c>hops share enlist</c>, <c>unlist</c> and <c>listed</c></summary>
internal static class ShareListings
{
    private static readonly Argument<string> Dataset = new("dataset") { Description = "The dataset" };

    private static readonly Option<string?> Note = new("--note") { Description = "What you say of it to everybody, at most 500 characters", HelpName = "TEXT" };

    public static Command CreateEnlist() => UserCommand.Create(
        "enlist", "Let everybody find a dataset by its name and description, and ask for it", [Dataset, Note], EnlistAsync);

    public static Command CreateUnlist() => UserCommand.Create("unlist", "End that everybody finds a dataset", [Dataset], UnlistAsync);

    public static Command CreateListed() => UserCommand.Create(
        "listed",
        "List the datasets of all projects that can be asked for",
        [],
        (context, _, cancellationToken) => context.Printer.ListAsync(
            context.ListAsync("listed-datasets", null, cancellationToken), "name", "description", "listedBy", "listed", "note"));

    private static async Task EnlistAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var route = context.InProject("datasets", arguments.GetValue(Dataset)!, "listing");
        var answer = await context.Server.CallAsync(HttpMethod.Put, route, new { note = arguments.GetValue(Note) }, cancellationToken: cancellationToken);
        context.Printer.Object(answer.Body);
    }

    private static async Task UnlistAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var name = arguments.GetValue(Dataset)!;
        await context.DeleteAsync(context.InProject("datasets", name, "listing"), cancellationToken);
        Printer.Note($"{name} is listed no longer; what was asked stays to be answered.");
    }
}
