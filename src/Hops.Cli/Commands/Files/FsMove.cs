using System.CommandLine;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Files;

/// <summary><c>hops fs mv</c></summary>
internal static class FsMove
{
    private static readonly Argument<string> From = new("from") { Description = "A file or directory, as dataset/dir/file" };

    private static readonly Argument<string> To = new("to") { Description = "Its new path" };

    private static readonly Option<bool> Force = new("--force") { Description = "Replace a file that is there" };

    public static Command Create() => FilesCommand.Create("mv", "Rename or move a file or directory", From, [From, To, Force], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var wish = new { from = arguments.GetValue(From), to = arguments.GetValue(To), overwrite = arguments.GetValue(Force) };
        await context.PostAsync(context.InProject("files", "renames"), wish, cancellationToken);
        Printer.Note($"{wish.from} is {wish.to} now.");
    }
}
