using System.CommandLine;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Announcements;

/// <summary><c>hops announcement delete</c></summary>
internal static class AnnouncementDelete
{
    private static readonly Argument<string> Id = new("id") { Description = "Id of the announcement, from 'hops announcement list'" };

    public static Command Create() => UserCommand.Create("delete", "Take an announcement down (administrators)", [Id], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var id = arguments.GetValue(Id)!;
        await context.DeleteAsync(CommandContext.Route("announcements", id), cancellationToken);
        Printer.Note($"Took {id} down.");
    }
}
