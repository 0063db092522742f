using System.CommandLine;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Projects;

/// <summary><c>hops project delete</c></summary>
internal static class ProjectDelete
{
    private static readonly Argument<string> Name = new("name") { Description = "The project" };

    public static Command Create() => UserCommand.Create(
        "delete", "Delete a project with all that is in it", [Name, Confirmation.Yes], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var name = arguments.GetValue(Name)!;
        Confirmation.Require(arguments, $"This deletes project {name} with its datasets, topics, schemas and queries", name);
        await context.ChangeAsync(HttpMethod.Delete, CommandContext.Route("projects", name), null, cancellationToken);
        Printer.Note($"Deleted project {name}.");
    }
}
