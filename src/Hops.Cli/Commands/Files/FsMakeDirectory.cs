using System.CommandLine;

namespace Hops.Cli.Commands.Files;

/// <summary><c>hops fs mkdir</c></summary>
internal static class FsMakeDirectory
{
    private static readonly Argument<string> Path = new("path") { Description = "The directory, as dataset/dir" };

    public static Command Create() => FilesCommand.Create("mkdir", "Make a directory with those above it", Path, [Path], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var wish = new { path = arguments.GetValue(Path) };
        context.Printer.Object(await context.PostAsync(context.InProject("files", "directories"), wish, cancellationToken));
    }
}
