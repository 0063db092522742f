using System.CommandLine;

namespace Hops.Cli.Commands.Projects;

/// <summary><c>hops project get</c></summary>
internal static class ProjectGet
{
    private static readonly Argument<string?> Name = new("name")
    {
        Description = "The project; the one you work in if absent",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Command Create() => UserCommand.Create("get", "Show a project", [Name], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var route = CommandContext.Route("projects", arguments.GetValue(Name) ?? context.ProjectName);
        context.Printer.Object(await context.GetAsync(route, cancellationToken));
    }
}
