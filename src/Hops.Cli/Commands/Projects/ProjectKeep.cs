using System.CommandLine;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Projects;

/// <summary><c>hops project keep</c></summary>
internal static class ProjectKeep
{
    private static readonly Argument<string> Name = new("name") { Description = "The demo project" };

    public static Command Create() => UserCommand.Create("keep", "Keep the demo project of a tour as an ordinary one, which costs", [Name], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var name = arguments.GetValue(Name)!;
        context.Printer.Object(await context.PostAsync(CommandContext.Route("projects", name, "keep"), null, cancellationToken));
        Printer.Note($"Project {name} stays; what runs in it from now on is charged.");
    }
}
