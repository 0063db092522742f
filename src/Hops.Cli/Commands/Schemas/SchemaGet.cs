using System.CommandLine;

namespace Hops.Cli.Commands.Schemas;

/// <summary><c>hops schema get</c></summary>
internal static class SchemaGet
{
    private static readonly Argument<string> Subject = new("subject") { Description = "The subject, such as departures-value" };

    private static readonly Option<string> Version = new("--version")
    {
        Description = "Number of the version, or latest",
        HelpName = "VERSION",
        DefaultValueFactory = _ => "latest",
    };

    public static Command Create() => UserCommand.Create("get", "Show a version of a schema", [Subject, Version], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var route = context.InProject("schemas", arguments.GetValue(Subject)!, "versions", arguments.GetValue(Version)!);
        context.Printer.Object(await context.GetAsync(route, cancellationToken));
    }
}
