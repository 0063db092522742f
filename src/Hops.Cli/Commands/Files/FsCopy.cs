using System.CommandLine;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Files;

/// <summary><c>hops fs cp</c></summary>
internal static class FsCopy
{
    private static readonly Argument<string> From = new("from") { Description = "A file or directory, as dataset/dir/file" };

    private static readonly Argument<string> To = new("to") { Description = "The path that the copy is to have" };

    private static readonly Option<bool> Force = new("--force") { Description = "Replace a file or an empty directory that is there" };

    private static readonly Option<string?> ToProject = new("--to-project") { Description = "Another project of yours to copy to, where Data Owners of this one may" };

    public static Command Create() =>
        FilesCommand.Create("cp", "Copy a file or directory on the server", From, [From, To, Force, ToProject], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var wish = new
        {
            from = arguments.GetValue(From), to = arguments.GetValue(To), overwrite = arguments.GetValue(Force), toProject = arguments.GetValue(ToProject),
        };
        var made = await context.PostAsync(context.InProject("files", "copies"), wish, cancellationToken);
        context.Printer.Object(made);
        if (made.GetProperty("leftOutCount").GetInt32() is var leftOut and > 0)
            Printer.Note($"{leftOut} file{(leftOut == 1 ? "" : "s")} that were being written are not in the copy.");
    }
}
