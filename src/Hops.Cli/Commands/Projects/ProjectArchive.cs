using System.CommandLine;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Projects;

/// <summary><c>hops project archive</c> and <c>hops project unarchive</c></summary>
internal static class ProjectArchive
{
    private static readonly Argument<string> Name = new("name") { Description = "The project" };

    public static Command CreateArchive() => UserCommand.Create(
        "archive", "Stop all work in a project and keep it as it is", [Name, Confirmation.Yes], ArchiveAsync);

    public static Command CreateUnarchive() => UserCommand.Create("unarchive", "Open an archived project again", [Name], UnarchiveAsync);

    private static async Task ArchiveAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var name = arguments.GetValue(Name)!;
        Confirmation.Require(arguments, $"This stops all queries of {name}, and refuses changes, producers and consumers until it is unarchived", name);
        context.Printer.Object(await context.PostAsync(CommandContext.Route("projects", name, "archive"), null, cancellationToken));
        Printer.Note($"Project {name} is archived; its owners still read it.");
    }

    private static async Task UnarchiveAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var name = arguments.GetValue(Name)!;
        context.Printer.Object(await context.PostAsync(CommandContext.Route("projects", name, "unarchive"), null, cancellationToken));
        Printer.Note($"Project {name} is open again; start its queries when you want them.");
    }
}
