using System.CommandLine;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Files;

/// <summary><c>hops fs rm</c></summary>
internal static class FsRemove
{
    private static readonly Argument<string> Path = new("path") { Description = "A file or directory, as dataset/dir/file" };

    private static readonly Option<bool> Recursive = new("--recursive", "-r") { Description = "With all that is in it" };

    public static Command Create() => FilesCommand.Create(
        "rm", "Delete a file or directory", Path, [Path, Recursive, Confirmation.Yes], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var path = arguments.GetValue(Path)!;
        var isRecursive = arguments.GetValue(Recursive);
        Confirmation.Require(arguments, $"This deletes {path}{(isRecursive ? " with all that is in it" : "")}", FilesRoute.NameOf(path));
        await context.DeleteAsync(FilesRoute.Of(context, "", path, isRecursive ? "recursive" : null), cancellationToken);
        Printer.Note($"Deleted {path}.");
    }
}
