using System.CommandLine;
using System.Text.Json;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Files;

/// <summary><c>hops fs rm</c></summary>
internal static class FsRemove
{
    private static readonly Argument<string> Path = new("path") { Description = "A file or directory, as dataset/dir/file" };

    private static readonly Option<bool> Recursive = new("--recursive", "-r") { Description = "With all that is in it" };

    private static readonly Option<bool> SkipTrash = new("--skip-trash") { Description = "For good: it does not go to the trash of its dataset" };

    public static Command Create() => FilesCommand.Create(
        "rm", "Delete a file or directory, into the trash of its dataset", Path, [Path, Recursive, SkipTrash, Confirmation.Yes], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var path = arguments.GetValue(Path)!;
        var isRecursive = arguments.GetValue(Recursive);
        Confirmation.Require(arguments, $"This deletes {path}{(isRecursive ? " with all that is in it" : "")}", FilesRoute.NameOf(path));
        var route = FilesRoute.Of(context, "", path, isRecursive ? "recursive" : null);
        if (arguments.GetValue(SkipTrash))
            route += "&skipTrash=true";
        var trashed = (await context.Server.CallAsync(HttpMethod.Delete, route, cancellationToken: cancellationToken)).Body;
        Printer.Note(trashed.ValueKind == JsonValueKind.Undefined
            ? $"Deleted {path} for good."
            : $"Deleted {path}: 'hops fs trash restore {path.Trim('/').Split('/')[0]} {trashed.GetProperty("id").GetString()}' puts it back, until {trashed.GetProperty("expires").GetString()}.");
    }
}
