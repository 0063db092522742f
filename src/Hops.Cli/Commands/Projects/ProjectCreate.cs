using System.CommandLine;

namespace Hops.Cli.Commands.Projects;

/// <summary><c>hops project create</c></summary>
internal static class ProjectCreate
{
    private static readonly Argument<string> Name = new("name") { Description = "Lower case letters, digits and single underscores" };

    private static readonly Option<string?> Description = new("--description") { Description = "What it is for", HelpName = "TEXT" };

    public static Command Create() => UserCommand.Create("create", "Make a project and become its Data Owner", [Name, Description], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var wish = new { name = arguments.GetValue(Name), description = arguments.GetValue(Description) };
        context.Printer.Object(await context.PostAsync("projects", wish, cancellationToken));
    }
}
