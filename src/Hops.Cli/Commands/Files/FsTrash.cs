using System.CommandLine;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Files;

/// <summary><c>hops fs trash</c></summary>
internal static class FsTrash
{
    private static readonly Argument<string> Dataset = new("dataset") { Description = "The dataset whose trash it is" };

    private static readonly Argument<string> Id = new("id") { Description = "Id in the trash, as 'hops fs trash list' shows it" };

    private static readonly Argument<string?> IdOrAll = new("id") { Description = "One thing in it; all of it if absent", DefaultValueFactory = _ => null };

    private static readonly Option<string?> To = new("--to") { Description = "Another path, as dataset/dir/file; where it was if absent" };

    public static Command CreateList() => UserCommand.Create(
        "list",
        "What is in the trash, the oldest first",
        [Dataset],
        (context, arguments, cancellationToken) => context.Printer.ListAsync(
            context.ListAsync(RouteOf(context, arguments), null, cancellationToken), "id", "kind", "lengthBytes", "deletedBy", "deleted", "expires", "path"));

    public static Command CreateRestore() => UserCommand.Create(
        "restore",
        "Put something back",
        [Dataset, Id, To],
        async (context, arguments, cancellationToken) =>
        {
            var route = RouteOf(context, arguments, arguments.GetValue(Id)!, "restore");
            var made = await context.Server.CallAsync(HttpMethod.Post, route, new { to = arguments.GetValue(To) }, cancellationToken: cancellationToken);
            context.Printer.Object(made.Body);
        });

    public static Command CreateEmpty() => UserCommand.Create("empty", "Delete for good what is in the trash", [Dataset, IdOrAll, Confirmation.Yes], EmptyAsync);

    private static async Task EmptyAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var (dataset, id) = (arguments.GetValue(Dataset)!, arguments.GetValue(IdOrAll));
        Confirmation.Require(arguments, $"This deletes {(id is null ? "all that is" : id)} in the trash of {dataset} for good", dataset);
        await context.DeleteAsync(id is null ? RouteOf(context, arguments) : RouteOf(context, arguments, id), cancellationToken);
        Printer.Note(id is null ? $"The trash of {dataset} is empty." : $"Deleted {id} for good.");
    }

    private static string RouteOf(CommandContext context, ParseResult arguments, params string[] below) =>
        $"{context.InProject(["files", "trash", .. below])}?path={Uri.EscapeDataString(arguments.GetValue(Dataset)!)}";
}
