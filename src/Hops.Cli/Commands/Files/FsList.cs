using System.CommandLine;

namespace Hops.Cli.Commands.Files;

/// <summary><c>hops fs ls</c></summary>
internal static class FsList
{
    private static readonly Argument<string> Path = new("path")
    {
        Description = "A directory, as dataset/dir; the datasets if absent",
        DefaultValueFactory = _ => "",
    };

    public static Command Create()
    {
        var command = FilesCommand.Create("ls", "List a directory", Path, [Path], RunAsync);
        command.Aliases.Add("list");
        return command;
    }

    private static Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken) =>
        context.Printer.ListAsync(
            context.ListAsync(FilesRoute.Of(context, "", arguments.GetValue(Path)!), null, cancellationToken),
            "kind",
            "mode",
            "owner",
            "group",
            "lengthBytes",
            "modified",
            "name");
}
