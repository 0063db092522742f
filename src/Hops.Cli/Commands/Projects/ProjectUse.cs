using System.CommandLine;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Projects;

/// <summary><c>hops project use</c></summary>
internal static class ProjectUse
{
    private static readonly Argument<string> Name = new("name") { Description = "The project" };

    public static Command Create() => UserCommand.Create("use", "Work in a project until told otherwise", [Name], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var name = arguments.GetValue(Name)!;
        await context.GetAsync(CommandContext.Route("projects", name), cancellationToken);
        context.Profiles.Save(context.Profile with { Project = name });
        Printer.Note($"You work in {name} now.");
    }
}
