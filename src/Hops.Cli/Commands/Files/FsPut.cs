using System.CommandLine;
using Hops.Core.Errors;

namespace Hops.Cli.Commands.Files;

/// <summary><c>hops fs put</c></summary>
internal static class FsPut
{
    private static readonly Argument<string> Local = new("local") { Description = "File to send, or - for standard input" };

    private static readonly Argument<string> Path = new("path")
    {
        Description = "Where to, as dataset/dir/file; below a directory if it ends in /",
    };

    private static readonly Option<bool> Force = new("--force") { Description = "Replace a file that is there" };

    public static Command Create() => FilesCommand.Create("put", "Upload a file", Path, [Local, Path, Force], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var (local, path) = (arguments.GetValue(Local)!, arguments.GetValue(Path)!);
        if (path.EndsWith('/'))
            path += local == "-" ? throw new PlatformException(ErrorCode.InvalidArgument, "Standard input needs a file name.") : FilesRoute.NameOf(local);
        await using var from = local == "-" ? Console.OpenStandardInput() : File.OpenRead(local);
        if (from is FileStream { Length: > PartsUpload.FromBytes } large)
        {
            await PartsUpload.RunAsync(context, large, path, arguments.GetValue(Force), cancellationToken);
            var sent = await context.GetAsync(FilesRoute.Of(context, "status", path), cancellationToken);
            if (sent.GetProperty("lengthBytes").GetInt64() != large.Length)
                throw new PlatformException(ErrorCode.Conflict, $"The upload of {path} was given up meanwhile, or the file was written by somebody else: look, and say it again.");
            context.Printer.Object(sent);
            return;
        }

        using var content = new UploadContent(from);
        var route = FilesRoute.Of(context, "content", path, arguments.GetValue(Force) ? "overwrite" : null);
        var made = await context.Server.CallAsync(HttpMethod.Put, route, content, cancellationToken: cancellationToken);
        context.Printer.Object(made.Body);
    }
}
