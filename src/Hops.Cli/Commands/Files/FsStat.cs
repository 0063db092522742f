using System.CommandLine;

namespace Hops.Cli.Commands.Files;

/// <summary><c>hops fs stat</c></summary>
internal static class FsStat
{
    private static readonly Argument<string> Path = new("path") { Description = "A file or directory, as dataset/dir/file" };

    public static Command Create() => FilesCommand.Create(
        "stat",
        "Show a file or directory",
        Path,
        [Path],
        async (context, arguments, cancellationToken) => context.Printer.Object(
            await context.GetAsync(FilesRoute.Of(context, "status", arguments.GetValue(Path)!), cancellationToken)));
}
