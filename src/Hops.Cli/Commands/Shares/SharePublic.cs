using System.CommandLine;
using Hops.Cli.Output;
using Hops.Core.Errors;

namespace Hops.Cli.Commands.Shares;

/// <summary><c>hops share publish</c>, <c>unpublish</c>, <c>public</c> and <c>join</c></summary>
internal static class SharePublic
{
    private static readonly Argument<string> Dataset = new("dataset") { Description = "The dataset" };

    private static readonly Argument<string> Public = new("dataset") { Description = "The public dataset, owner::dataset" };

    private static readonly Option<string?> Note = new("--note") { Description = "What you say of it to everybody, at most 500 characters", HelpName = "TEXT" };

    private static readonly Option<bool> Force = new("--force") { Description = "Also if projects borrow it, which lose it" };

    public static Command CreatePublish() => UserCommand.Create(
        "publish", "Let the owners of every project borrow a dataset for reading", [Dataset, Note], PublishAsync);

    public static Command CreateUnpublish() => UserCommand.Create(
        "unpublish", "End that a dataset is public, for those who borrow it too", [Dataset, Confirmation.Yes, Force], UnpublishAsync);

    public static Command CreatePublic() => UserCommand.Create(
        "public",
        "List the public datasets of all projects",
        [],
        (context, _, cancellationToken) => context.Printer.ListAsync(
            context.ListAsync("public-datasets", null, cancellationToken), "name", "description", "publishedBy", "published", "note"));

    public static Command CreateJoin() => UserCommand.Create("join", "Borrow a public dataset", [Public], JoinAsync);

    private static async Task PublishAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var route = context.InProject("datasets", arguments.GetValue(Dataset)!, "publication");
        var answer = await context.Server.CallAsync(HttpMethod.Put, route, new { note = arguments.GetValue(Note) }, cancellationToken: cancellationToken);
        context.Printer.Object(answer.Body);
    }

    private static async Task UnpublishAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var name = arguments.GetValue(Dataset)!;
        Confirmation.Require(arguments, $"This takes {name} from all who borrow it because it is public", name);
        try
        {
            await context.DeleteAsync(context.InProject("datasets", name, "publication") + (arguments.GetValue(Force) ? "?force=true" : ""), cancellationToken);
        }
        catch (PlatformException used) when (used.Code == ErrorCode.Conflict)
        {
            throw new PlatformException(used.Code, used.Message + " Say --force if you mean it.", used);
        }

        Printer.Note($"{name} is public no longer.");
    }

    private static async Task JoinAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken) =>
        context.Printer.Object(await context.PostAsync(context.InProject("borrowings"), new { dataset = arguments.GetValue(Public) }, cancellationToken));
}
