using System.CommandLine;

namespace Hops.Cli.Commands.Files;

/// <summary><c>hops fs cat</c></summary>
internal static class FsCat
{
    private static readonly Argument<string> Path = new("path") { Description = "A file, as dataset/dir/file" };

    public static Command Create() => FilesCommand.Create("cat", "Write a file to standard output", Path, [Path], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var route = FilesRoute.Of(context, "content", arguments.GetValue(Path)!);
        await using var from = await context.Server.DownloadAsync(route, cancellationToken);
        await using var to = Console.OpenStandardOutput();
        await from.CopyToAsync(to, cancellationToken);
    }
}
