using System.CommandLine;

namespace Hops.Cli.Commands.Projects;

/// <summary><c>hops project create</c></summary>
internal static class ProjectCreate
{
    private static readonly Argument<string> Name = new("name") { Description = "Lower case letters, digits and single underscores" };

    private static readonly Option<string?> Description = new("--description") { Description = "What it is for", HelpName = "TEXT" };

    private static readonly Option<string?> Tour = new("--tour") { Description = "Tour for which it is made: it costs nothing, is small, and is deleted after some days", HelpName = "TOUR" };

    public static Command Create() => UserCommand.Create("create", "Make a project and become its Data Owner", [Name, Description, Tour], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var wish = new { name = arguments.GetValue(Name), description = arguments.GetValue(Description), tour = arguments.GetValue(Tour) };
        context.Printer.Object(await context.PostAsync("projects", wish, cancellationToken));
    }
}
