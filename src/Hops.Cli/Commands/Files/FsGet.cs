using System.CommandLine;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Files;

/// <summary><c>hops fs get</c></summary>
internal static class FsGet
{
    private static readonly Argument<string> Remote = new("path") { Description = "A file, as dataset/dir/file, or a directory, which comes as a ZIP archive" };

    private static readonly Argument<string?> Local = new("local")
    {
        Description = "Where to: a file, a directory, or - for standard output; a file of the same name here if absent, ending in .zip for a directory",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<bool> Force = new("--force") { Description = "Replace a file that is there" };

    public static Command Create() => FilesCommand.Create("get", "Download a file or directory", Remote, [Remote, Local, Force], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var remote = arguments.GetValue(Remote)!;
        var local = arguments.GetValue(Local);
        var status = await context.GetAsync(FilesRoute.Of(context, "status", remote), cancellationToken);
        var isDirectory = status.GetProperty("kind").GetString() == "DIRECTORY";
        var what = isDirectory
            ? new Download(FilesRoute.Of(context, "archive", remote))
            : new Download(FilesRoute.Of(context, "content", remote), status.GetProperty("lengthBytes").GetInt64());
        var target = local == Download.StandardOutput ? local : TargetOf(isDirectory ? remote.TrimEnd('/') + ".zip" : remote, local);
        if (await what.SaveAsync(context, target, arguments.GetValue(Force), cancellationToken) is { } copied)
            Printer.Note(FormattableString.Invariant($"Wrote {copied} bytes to {target}."));
    }

    private static string TargetOf(string remote, string? local)
    {
        // The name comes from the caller's own path, and its last part alone: it cannot leave the directory.
        var name = FilesRoute.NameOf(remote);
        return local is null ? name : Directory.Exists(local) ? Path.Combine(local, name) : local;
    }
}
