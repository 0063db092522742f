using System.CommandLine;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Files;

/// <summary><c>hops fs uploads</c></summary>
internal static class FsUploads
{
    private static readonly Argument<string> Id = new("id") { Description = "Id of an upload, as 'hops fs uploads list' shows it" };

    public static Command CreateList() => UserCommand.Create(
        "list",
        "Uploads that were begun and not finished",
        [],
        (context, _, cancellationToken) => context.Printer.ListAsync(
            context.ListAsync(context.InProject("files", "uploads"), null, cancellationToken), "id", "receivedBytes", "lengthBytes", "expires", "path"));

    public static Command CreateDrop() => UserCommand.Create(
        "drop",
        "Give an upload up, with what has come of it",
        [Id],
        async (context, arguments, cancellationToken) =>
        {
            var id = arguments.GetValue(Id)!;
            using var bare = new ByteArrayContent([]);
            bare.Headers.Add("Tus-Resumable", "1.0.0");
            await context.Server.CallAsync(HttpMethod.Delete, context.InProject("files", "uploads", id), bare, cancellationToken: cancellationToken);
            Printer.Note($"Gave upload {id} up.");
        });
}
