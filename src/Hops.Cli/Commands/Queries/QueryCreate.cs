using System.CommandLine;

namespace Hops.Cli.Commands.Queries;

/// <summary><c>hops query create</c></summary>
internal static class QueryCreate
{
    private static readonly Argument<string> Name = new("name") { Description = "Lower case letters, digits and single underscores" };

    private static readonly Option<bool> Start = new("--start") { Description = "Start it at once" };

    public static Command Create() => UserCommand.Create(
        "create", "Make a streaming query, from a JSON file or from options", [Name, Start, .. QueryOptions.All], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var name = arguments.GetValue(Name)!;
        var definition = await QueryOptions.DefinitionAsync(context, arguments, cancellationToken);
        definition["name"] = name;
        var made = await context.PostAsync(context.InProject("queries"), new { name, definition }, cancellationToken);
        if (arguments.GetValue(Start))
            made = await context.PostAsync(context.InProject("queries", name, "start"), null, cancellationToken);
        context.Printer.Object(made);
    }
}
