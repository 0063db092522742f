using System.CommandLine;

namespace Hops.Cli.Commands.Projects;

/// <summary><c>hops project readme</c></summary>
internal static class ProjectReadme
{
    private static readonly Option<string?> From = new("--from") { Description = "Write it from this file of Markdown, - for standard input", HelpName = "FILE" };

    public static Command Create() => UserCommand.Create("readme", "Print the README of the project, or write it", [From], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var route = context.InProject("readme");
        if (arguments.GetValue(From) is { } file)
        {
            var text = await TextInput.ReadAsync(file, cancellationToken);
            context.Printer.Object(await context.ChangeAsync(HttpMethod.Put, route, new { text }, cancellationToken));
            return;
        }

        var readme = await context.GetAsync(route, cancellationToken);
        if (context.Printer.Format == Output.OutputFormat.Json)
            context.Printer.Object(readme);
        else
            Output.Printer.Lines(readme.GetProperty("text").GetString()!);
    }
}
